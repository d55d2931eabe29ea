import { countCodeProtection } from "../db/client-events";
import { type Actor, findManagedClient } from "./authorise";

const weekMs = 7 * 86_400_000;

/** What bound the codes of an app's sign-ins to the browsers in which they began. */
export interface CodeProtection {
  /** sign-ins of the last week that used neither PKCE nor a nonce */
  weakSignIns: number;
  /** sign-ins of the last week, when every one used PKCE; null otherwise, and when there were none */
  pkceSignIns: number | null;
}

/** Null when the client is not the actor's. @see OAuth 2.1 §7.5.1 */
export async function findCodeProtection(
  actor: Actor,
  clientId: string,
  now: Date = new Date(),
): Promise<CodeProtection | null> {
  if (!(await findManagedClient(actor, clientId))) return null;
  const { signIns, withPkce, withNeither } = await countCodeProtection(clientId, new Date(now.getTime() - weekMs));
  return { weakSignIns: withNeither, pkceSignIns: signIns > 0 && withPkce === signIns ? signIns : null };
}
