import { hashAccessToken } from "./access-token";
import { authenticateClient } from "./client-authentication";
import type { OAuthContext } from "./context";
import { OAuthError, onBehalfOf } from "./errors";
import { jsonResponse } from "./json-response";
import type { Client } from "./model";
import { readFormParams } from "./params";
import { hashSecret, REFRESH_TOKEN_PREFIX } from "./tokens";

/**
 * The revocation endpoint. An access token ends alone; with a refresh token its whole grant ends.
 * An unknown token is as good as revoked: 200.
 * @see RFC 7009 §2
 */
export async function handleRevocationRequest(request: Request, context: OAuthContext): Promise<Response> {
  const params = await readFormParams(request);
  params.refuseRepeated();
  const { client, secretId } = await authenticateClient(request, params, context);
  return await onBehalfOf(client.clientId, async () => {
    const token = params.require("token");
    // RFC 7009 §2.1: token_type_hint only speeds up a search; the prefix already tells.
    const found = token.startsWith(REFRESH_TOKEN_PREFIX)
      ? await context.store.revokeRefreshToken(hashSecret(token), client.clientId, context.now())
      : await revokeAccessToken(token, client, context);
    // RFC 7009 §2.1: a token of another client is refused, and the client is told.
    if (found !== null && found.clientId !== client.clientId) {
      throw new OAuthError("invalid_grant", "The token was issued to another client", {
        cause: "token_of_other_client",
      });
    }
    const data = secretId === null ? {} : { secretId };
    const type = found === null ? "client.authenticated" : "token.revoked";
    context.record({ type, outcome: "ok", clientId: client.clientId, userId: found?.userId ?? null, data }, request);
    // RFC 7009 §2.2: the body means nothing. Many client libraries parse one all the same.
    return jsonResponse({});
  });
}

async function revokeAccessToken(token: string, client: Client, context: OAuthContext) {
  const tokenHash = await hashAccessToken(token, context);
  return tokenHash === null ? null : await context.store.revokeAccessToken(tokenHash, client.clientId, context.now());
}
