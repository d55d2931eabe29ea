import type { Client } from "./model";
import { appendToUri } from "./redirect-target";

/**
 * The address by which a person who is at the portal starts to sign in at a client; null where the client has none.
 * @see OIDC Core §4
 */
export function getInitiateLoginUrl(
  { initiateLoginUri }: Pick<Client, "initiateLoginUri">,
  issuer: string,
): string | null {
  // OIDC Core §4: iss is REQUIRED; who the person is, the client learns when they sign in.
  return initiateLoginUri === null ? null : appendToUri(initiateLoginUri, [["iss", issuer]]);
}
