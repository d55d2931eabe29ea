import { OAuthError } from "../errors";
import type { GrantHandler, IssuedTokens } from "../feature";
import type { Grant, RefreshToken } from "../model";
import type { RefusalCause } from "../refusal-causes";
import { hashSecret } from "../secrets";
import type { GrantShape } from "../store";
import type { Params } from "../wire/params";
import { ignoreRefusal } from "./grant-shapes";
import { answerExchange, prepareGrantTokens } from "./grant-tokens";
import { prepareSuccessor, refreshEnd, refreshTokenExpiry } from "./issue";

/**
 * How long a rotated refresh token still returns its successor, in seconds. This helps a client that lost the answer,
 * and two parts of one app (tabs, an app and its widget) that refresh at the same moment.
 * @see RFC 9700 §4.14.2
 */
export const ROTATION_GRACE = 10;

/**
 * Exchanges a refresh token. A public client gets a new refresh token at each use. A repeated use within the grace
 * window returns the same successor, so that everybody who refreshed at that moment continues with the same line of
 * tokens. A later use ends the grant, whether or not the successor was used: two parties hold tokens of one line, and
 * nobody can tell which of them is the client. Confidential clients authenticate each time and keep their refresh
 * token.
 * @see RFC 6749 §6, RFC 9700 §2.2.2, §4.14.2
 */
export const redeemRefreshToken: GrantHandler = async ({ params, client, request }, context) => {
  const presented = params.require("refresh_token");
  const tokenHash = hashSecret(presented);

  // One step of the store checks and exchanges a token that has the shape of this client's last tokens.
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
    return await answerExchange(issued, successor ?? "kept", { client, ...found, isRefresh: true }, context);
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
    const event = { type: "refresh_token.reused", clientId: client.clientId, userId: grant.userId } as const;
    context.record({ ...event, outcome: "refused", data: { cause: "refresh_token_replayed" } }, request);
    return invalidGrant("refresh_token_replayed", grant.grantId);
  };
  const now = context.now();
  if (grant.revokedAt !== null) throw invalidGrant("grant_revoked", grant.grantId);
  if (isReplayed(refreshToken, now)) throw await refuseReuse();
  if (grant.expiresAt !== null && grant.expiresAt <= now) throw invalidGrant("consent_ended", grant.grantId);
  if (refreshEnd(grant, context) <= now) throw invalidGrant("grant_ended", grant.grantId);
  if (refreshToken.expiresAt <= now) throw invalidGrant("refresh_token_expired", grant.grantId);
  if (subject.suspendedAt !== null) throw invalidGrant("person_suspended", grant.grantId);

  const redeemed = await redeem(shapeOf(refreshToken, grant));
  if (redeemed !== null) return redeemed;
  const again = await context.store.findRefreshToken(tokenHash);
  throw again !== null && again.grant.revokedAt === null && isReplayed(again.refreshToken, now)
    ? await refuseReuse()
    : invalidGrant("grant_revoked", grant.grantId);
};

const shapeOf = ({ scopes }: RefreshToken, { resources }: Grant): GrantShape => ({ scopes, resources });

// An older version gave one predecessor several successors and revoked all but the first that was used. Such a token is
// revoked although its grant is not: two parties hold tokens of this grant.
function isReplayed({ consumedAt, revokedAt }: RefreshToken, now: Date): boolean {
  if (revokedAt !== null) return true;
  return consumedAt !== null && now.getTime() - consumedAt.getTime() > ROTATION_GRACE * 1000;
}

// RFC 6749 §6: the scope MUST NOT include any scope not originally granted.
function narrowScopes(params: Params, granted: string[]): string[] {
  const asked = params.words("scope");
  if (asked.length === 0) return granted;
  if (asked.some((name) => !granted.includes(name))) {
    throw new OAuthError(
      "invalid_scope",
      "scope contains a scope that was not granted: request fewer, or leave scope out",
      {
        cause: "scope_not_granted",
        values: { receivedScope: asked.join(" "), expectedScope: granted.join(" ") },
      },
    );
  }
  return granted.filter((name) => asked.includes(name));
}

function invalidGrant(cause: RefusalCause, grantId?: string): OAuthError {
  return new OAuthError(
    "invalid_grant",
    "The refresh token is unknown, expired, revoked or was issued to another client",
    { cause, grantId },
  );
}
