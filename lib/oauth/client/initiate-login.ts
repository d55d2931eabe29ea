import type { Client } from "../model";
import { appendToUri } from "./redirect-target";

/**
 * The address where a person who starts at the portal signs in to a client; null if the client has none.
 * @see OIDC Core §4
 */
export function getInitiateLoginUrl(
  { initiateLoginUri }: Pick<Client, "initiateLoginUri">,
  issuer: string,
): string | null {
  // OIDC Core §4: iss is REQUIRED. The client learns who the person is when they sign in.
  return initiateLoginUri === null ? null : appendToUri(initiateLoginUri, [["iss", issuer]]);
}
