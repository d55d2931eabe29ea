import { ASSERTION_ALGS } from "./algorithms";
import { authenticateClient } from "./client/authentication";
import { AUTH_METHODS } from "./client/members";
import type { OAuthContext } from "./context";
import { OAuthError, onBehalfOf } from "./errors";
import type { Feature } from "./feature";
import type { Client } from "./model";
import { hashSecret, REFRESH_TOKEN_PREFIX } from "./secrets";
import { hashAccessToken } from "./tokens/access-token";
import { jsonResponse } from "./wire/json-response";
import { readFormParams } from "./wire/params";

/**
 * The revocation endpoint. Revoking an access token ends that token; revoking a refresh token ends its whole grant. An
 * unknown token counts as revoked: 200.
 * @see RFC 7009 §2
 */
export async function handleRevocationRequest(request: Request, context: OAuthContext): Promise<Response> {
  const params = await readFormParams(request);
  params.refuseRepeated();
  const { client, secretId } = await authenticateClient(request, params, context);
  return await onBehalfOf(client.clientId, async () => {
    const token = params.require("token");
    // RFC 7009 §2.1: token_type_hint only speeds up a search, and the prefix already tells the type.
    const found = token.startsWith(REFRESH_TOKEN_PREFIX)
      ? await context.store.revokeRefreshToken(hashSecret(token), client.clientId, context.now())
      : await revokeAccessToken(token, client, context);
    // RFC 7009 §2.1: a token of another client is refused, and the client is told.
    if (found !== null && found.clientId !== client.clientId) {
      throw new OAuthError(
        "invalid_grant",
        "The token was issued to another client, and only that client can revoke it",
        {
          cause: "token_of_other_client",
        },
      );
    }
    const data = secretId === null ? {} : { secretId };
    const type = found === null ? "token.not_found" : "token.revoked";
    context.record({ type, outcome: "ok", clientId: client.clientId, userId: found?.userId ?? null, data }, request);
    // RFC 7009 §2.2: clients must ignore the body. Many client libraries parse it anyway, so it is valid JSON.
    return jsonResponse({});
  });
}

async function revokeAccessToken(token: string, client: Client, context: OAuthContext) {
  const tokenHash = await hashAccessToken(token, context);
  return tokenHash === null ? null : await context.store.revokeAccessToken(tokenHash, client.clientId, context.now());
}

export const revoke = {
  endpoints: [
    {
      name: "revoke",
      path: "/oauth/revoke",
      metadataMember: "revocation_endpoint",
      methods: ["POST"],
      isCrossOrigin: true,
      errors: "json",
      guard: "failed-authentication",
      handle: handleRevocationRequest,
    },
  ],
  metadata: () => ({
    revocation_endpoint_auth_methods_supported: AUTH_METHODS,
    revocation_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGS,
  }),
} as const satisfies Feature;
