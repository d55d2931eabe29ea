import { findPublicLogos } from "../db/client-logos";

/** Where a client's logo is, on this portal's own origin. It changes with the picture, so that browsers may keep it. */
export function logoPath(clientId: string, digest: string): string {
  return `/logos/${encodeURIComponent(clientId)}?v=${digest.slice(0, 16)}`;
}

/** The logos that people may see, of verified clients, by client id. */
export async function findLogoPaths(clientIds: string[]): Promise<Map<string, string>> {
  const digests = await findPublicLogos(clientIds);
  return new Map([...digests].map(([clientId, digest]) => [clientId, logoPath(clientId, digest)]));
}
