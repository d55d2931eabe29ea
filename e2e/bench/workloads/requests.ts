import { codeVerifier } from "../engines/authorize-request";
import { authorizationHeader, type Engine } from "../engines/engine";
import type { RequestSpec } from "../load/plan";
import { type ClientName, redirectUri } from "../peers/bench-clients";

/** A form that a client posts, authenticated as it is registered. @see RFC 6749 §2.3.1 */
export function postByClient(
  { clients }: Engine,
  client: ClientName,
  path: string,
  form: Record<string, string>,
): RequestSpec {
  const { clientId, clientSecret } = clients[client];
  const isPublic = clientSecret === null;
  return {
    method: "POST",
    path,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      accept: "application/json",
      ...(!isPublic && { authorization: authorizationHeader(clientId, clientSecret) }),
    },
    body: new URLSearchParams({ ...form, ...(isPublic && { client_id: clientId }) }).toString(),
  };
}

/** @see RFC 6749 §4.1.3, RFC 7636 §4.5 */
export function codeExchange(engine: Engine, client: ClientName, code: string): RequestSpec {
  return postByClient(engine, client, engine.endpoints.token, {
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    code_verifier: codeVerifier,
  });
}

export function get(path: string, headers: Record<string, string> = {}): RequestSpec {
  return { method: "GET", path, headers: { accept: "application/json", ...headers } };
}
