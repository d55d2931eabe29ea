import type { Interaction } from "@/lib/oauth/authorize/interaction";
import { isVerifiedFor } from "@/lib/oauth/client/review";
import { findPublicLogos } from "../db/clients/logos";

/**
 * The path of a client's logo, on this portal's own origin. It changes with the picture, so that browsers may cache it.
 */
export function logoPath(clientId: string, digest: string): string {
  return `/logos/${encodeURIComponent(clientId)}?v=${digest.slice(0, 16)}`;
}

/** The logo of the app whose request waits; null if there is none that people may see. */
export async function findLogoOfRequest(interaction: Interaction | null): Promise<string | null> {
  if (interaction === null || interaction.kind === "unknown") return null;
  const { client, request } = interaction;
  if (!isVerifiedFor(client, request)) return null;
  const { clientId } = client;
  return (await findLogoPaths([clientId])).get(clientId) ?? null;
}

/** The logos that people may see, of verified clients, by client id. */
export async function findLogoPaths(clientIds: string[]): Promise<Map<string, string>> {
  const digests = await findPublicLogos(clientIds);
  return new Map([...digests].map(([clientId, digest]) => [clientId, logoPath(clientId, digest)]));
}
