import { OAuthError } from "../errors";
import type { Grant, RefreshToken } from "../model";
import type { Params } from "../params";
import type { RefusalCause } from "../refusal-causes";
import type { GrantShape } from "../store";
import { hashSecret } from "../tokens";
import type { GrantHandler, IssuedTokens } from "./grant-handler";
import { ignoreRefusal } from "./grant-shapes";
import { answerExchange, prepareGrantTokens } from "./grant-tokens";
import { prepareSuccessor, refreshEnd, refreshTokenExpiry } from "./issue";

/**
 * How long a rotated refresh token still answers its successor, in seconds: for a client whose answer got lost, and for
 * two parts of one app (tabs, an app and its widget) that refresh at the same moment.
 * @see RFC 9700 §4.14.2
 */
export const ROTATION_GRACE = 10;

/**
 * Exchanges a refresh token. Those of public clients are replaced with each use. Within the grace window a repeated use
 * answers the same successor, so that everybody who refreshed at that moment goes on with one line of tokens; a use
 * after that ends the grant, whether the successor was used or not: two parties hold a token of one line, and nobody
 * can say which of them it was given to. Confidential clients prove who they are each time and keep theirs.
 * @see RFC 6749 §6, RFC 9700 §2.2.2, §4.14.2
 */
export const redeemRefreshToken: GrantHandler = async ({ params, client, request }, context) => {
  const presented = params.require("refresh_token");
  const tokenHash = hashSecret(presented);

  // One step of the store checks and exchanges, for a token of the shape that this client's tokens have.
  const redeem = async (shape: GrantShape): Promise<IssuedTokens | null> => {
    const names = narrowScopes(params, shape.scopes);
    const issued = await prepareGrantTokens({ client, names, resources: shape.resources, params }, context);
    const isPublic = client.tokenEndpointAuthMethod === "none";
    const successor = isPublic ? prepareSuccessor(presented, shape.scopes, context) : null;
    const now = context.now();
    const found = await context.store.redeemRefreshToken({
      tokenHash,
      now,
      clientId: client.clientId,
      shape,
      accessToken: issued.accessToken.row,
      expiresAt: refreshTokenExpiry(now),
      refreshLifetime: context.refreshLifetime,
      rotation: successor && { successor: successor.row, graceSeconds: ROTATION_GRACE },
    });
    if (found === null) return null;
    context.shapes.refreshToken.remember(client.clientId, shape);
    return await answerExchange(issued, successor ?? "kept", { client, ...found, nonce: null }, context);
  };

  const shape = context.shapes.refreshToken.guess(client.clientId);
  const atOnce = shape && (await redeem(shape).catch(ignoreRefusal));
  if (atOnce) return atOnce;

  const found = await context.store.findRefreshToken(tokenHash);
  // RFC 6749 §6: bound to the client to which it was issued.
  if (found === null) throw invalidGrant("refresh_token_unknown");
  if (found.refreshToken.clientId !== client.clientId) throw invalidGrant("refresh_token_of_other_client");
  const { refreshToken, grant, subject } = found;

  const refuseReuse = async () => {
    await context.store.revokeGrant(grant.grantId, context.now());
    const event = { type: "refresh_token.reused", clientId: client.clientId, userId: grant.userId };
    const data = { cause: "refresh_token_replayed" satisfies RefusalCause };
    context.record({ ...event, outcome: "refused", data }, request);
    return invalidGrant("refresh_token_replayed");
  };
  const now = context.now();
  if (grant.revokedAt !== null) throw invalidGrant("grant_revoked");
  if (isReplayed(refreshToken, now)) throw await refuseReuse();
  if (refreshEnd(grant, context) <= now) throw invalidGrant("grant_ended");
  if (refreshToken.expiresAt <= now) throw invalidGrant("refresh_token_expired");
  if (subject.suspendedAt !== null) throw invalidGrant("person_suspended");

  const redeemed = await redeem(shapeOf(refreshToken, grant));
  if (redeemed !== null) return redeemed;
  const again = await context.store.findRefreshToken(tokenHash);
  throw again !== null && again.grant.revokedAt === null && isReplayed(again.refreshToken, now)
    ? await refuseReuse()
    : invalidGrant("grant_revoked");
};

const shapeOf = ({ scopes }: RefreshToken, { resources }: Grant): GrantShape => ({ scopes, resources });

// A token that is revoked although its grant is not dates from an older version, which gave several answers to one
// predecessor and ended all but the first that was used: two parties hold tokens of this grant.
function isReplayed({ consumedAt, revokedAt }: RefreshToken, now: Date): boolean {
  if (revokedAt !== null) return true;
  return consumedAt !== null && now.getTime() - consumedAt.getTime() > ROTATION_GRACE * 1000;
}

// RFC 6749 §6: the scope MUST NOT include any scope not originally granted.
function narrowScopes(params: Params, granted: string[]): string[] {
  const asked = params.words("scope");
  if (asked.length === 0) return granted;
  if (asked.some((name) => !granted.includes(name))) {
    throw new OAuthError("invalid_scope", "scope holds more than was granted", {
      cause: "scope_not_granted",
      values: { receivedScope: asked.join(" "), expectedScope: granted.join(" ") },
    });
  }
  return granted.filter((name) => asked.includes(name));
}

function invalidGrant(cause: RefusalCause): OAuthError {
  return new OAuthError("invalid_grant", "The refresh token is unknown, expired, revoked or not this client's", {
    cause,
  });
}
