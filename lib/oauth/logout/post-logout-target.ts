import { appendToUri } from "../client/redirect-target";
import type { OAuthContext } from "../context";
import { OAuthError } from "../errors";
import type { Client } from "../model";

/** The parameters of a logout request, or of the page that asks the person about one. */
export interface PostLogoutParams {
  get: (name: string) => string | null;
}

/**
 * Where a client gets the person back after a sign-out: its registered address, with `state`. Null if the request names
 * no address.
 * @throws {OAuthError} for an address that is not registered
 * @see OpenID Connect RP-Initiated Logout §3
 */
export function getPostLogoutTarget(params: PostLogoutParams, client: Client): string | null {
  const uri = params.get("post_logout_redirect_uri");
  if (uri === null) return null;
  // RP-Initiated Logout §3: it MUST be one of the registered values, exactly.
  if (!client.postLogoutRedirectUris.includes(uri)) {
    throw new OAuthError(
      "invalid_request",
      "post_logout_redirect_uri is not registered for this client: add it to its post_logout_redirect_uris",
      {
        cause: "post_logout_redirect_uri_unregistered",
        clientId: client.clientId,
        values: { receivedRedirectUri: uri },
        registeredUris: client.postLogoutRedirectUris,
      },
    );
  }
  const state = params.get("state");
  return appendToUri(uri, state === null ? [] : [["state", state]]);
}

/**
 * The same for a client that is named by `client_id` alone. Anybody can write a client id, so use this only after
 * asking the person. Null also where the client or the address is unknown.
 */
export async function findPostLogoutTarget(
  params: PostLogoutParams,
  context: Pick<OAuthContext, "store">,
): Promise<{ client: Client; target: string } | null> {
  const clientId = params.get("client_id");
  const client = clientId && (await context.store.findClient(clientId));
  if (!client || client.suspendedAt !== null) return null;
  const uri = params.get("post_logout_redirect_uri");
  if (uri === null || !client.postLogoutRedirectUris.includes(uri)) return null;
  const target = getPostLogoutTarget(params, client);
  return target === null ? null : { client, target };
}
