import { hashAccessToken } from "./access-token";
import { authenticateClient } from "./client-authentication";
import type { OAuthContext } from "./context";
import { OAuthError, onBehalfOf } from "./errors";
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
    const userId = token.startsWith(REFRESH_TOKEN_PREFIX)
      ? await revokeRefreshToken(token, client, context)
      : await revokeAccessToken(token, client, context);
    const data = secretId === null ? {} : { secretId };
    const type = userId === undefined ? "client.authenticated" : "token.revoked";
    context.record({ type, outcome: "ok", clientId: client.clientId, userId: userId ?? null, data }, request);
    return new Response(null, { status: 200 });
  });
}

/** @returns whose token it was, null for the client's own, undefined when there is no such token */
async function revokeRefreshToken(
  token: string,
  client: Client,
  context: OAuthContext,
): Promise<string | null | undefined> {
  const found = await context.store.findRefreshToken(hashSecret(token));
  if (found === null) return undefined;
  requireOwn(found.refreshToken.clientId, client);
  await context.store.revokeGrant(found.grant.grantId, context.now());
  return found.grant.userId;
}

async function revokeAccessToken(
  token: string,
  client: Client,
  context: OAuthContext,
): Promise<string | null | undefined> {
  const tokenHash = await hashAccessToken(token, context);
  const found = tokenHash === null ? null : await context.store.findAccessToken(tokenHash);
  if (found === null) return undefined;
  requireOwn(found.accessToken.clientId, client);
  await context.store.revokeAccessToken(found.accessToken.tokenHash, context.now());
  return found.accessToken.userId;
}

// RFC 7009 §2.1: a token of another client is refused, and the client is told.
function requireOwn(clientId: string, client: Client): void {
  if (clientId !== client.clientId) {
    throw new OAuthError("invalid_grant", "The token was issued to another client", {
      reason: "revocation of a foreign token",
    });
  }
}
