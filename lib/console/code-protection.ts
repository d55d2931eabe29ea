import type { SeenClient } from "../clients/managed-client";
import { countCodeProtection } from "../db/clients/events";

const WEEK_MS = 7 * 86_400_000;

/** What bound the codes of an app's sign-ins to the browsers that started them. */
export interface CodeProtection {
  /** sign-ins of the last week that used neither PKCE nor a nonce */
  weakSignIns: number;
  /** sign-ins of the last week, when every one used PKCE; null otherwise, and when there were none */
  pkceSignIns: number | null;
}

/** @see OAuth 2.1 §7.5.1 */
export async function findCodeProtection({ clientId }: SeenClient, now: Date = new Date()): Promise<CodeProtection> {
  const { signIns, withPkce, withNeither } = await countCodeProtection(clientId, new Date(now.getTime() - WEEK_MS));
  return { weakSignIns: withNeither, pkceSignIns: signIns > 0 && withPkce === signIns ? signIns : null };
}
