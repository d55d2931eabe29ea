import { getEnv } from "../env";
import { REGISTRATION_PATH } from "../oauth/register/handle-request";

/** A command that registers an app with an initial access token. @see RFC 7591 §3.1 */
export function exampleOf(token: string): string {
  return [
    `curl ${getEnv().issuer}${REGISTRATION_PATH} \\`,
    `  -H "Authorization: Bearer ${token}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"client_name":"Example","redirect_uris":["https://app.example.org/callback"]}'`,
  ].join("\n");
}
