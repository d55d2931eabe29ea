import { getInteraction } from "@/lib/oauth/authorize/interaction";
import { cleanName } from "@/lib/oauth/client/display-name";
import type { Destination } from "./destination";
import { getProtocolContext } from "./protocol-context";

/** The name of the app whose request is under way in this browser; null: the person came without an app. */
export async function findAppName({ requestId }: Destination, browserToken: string): Promise<string | null> {
  if (requestId === null) return null;
  const interaction = await getInteraction(requestId, browserToken, null, getProtocolContext());
  return interaction.kind === "unknown" ? null : cleanName(interaction.client.name);
}
