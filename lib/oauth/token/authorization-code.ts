import { hash } from "node:crypto";
import { OAuthError } from "../errors";
import type { GrantHandler, IssuedTokens } from "../feature";
import type { AuthorizationCode, Client } from "../model";
import type { RefusalCause, RefusalValues } from "../refusal-causes";
import { equalInConstantTime, hashSecret } from "../secrets";
import type { CodeRedemption, GrantShape } from "../store";
import type { Params } from "../wire/params";
import { ignoreRefusal } from "./grant-shapes";
import { answerExchange, prepareGrantTokens } from "./grant-tokens";
import { prepareRefreshToken } from "./issue";

/**
 * Redeems an authorization code. The client proves that the code is its own (client, redirect_uri, PKCE) before the
 * code is used up, once. A second use revokes every token of the grant.
 *
 * Usually this is one step of the store, which reads, checks and uses the code at once, if the grant has the same shape
 * as this client's last grants. If that does not fit, the slower path checks one thing after another and answers what
 * was wrong.
 * @see RFC 6749 §4.1.3, RFC 7636 §4.6, RFC 9700 §2.1.1
 */
export const redeemAuthorizationCode: GrantHandler = async ({ params, client, request }, context) => {
  const codeHash = hashSecret(params.require("code"));

  const redeem = async (proof: CodeRedemption["proof"], shape: GrantShape): Promise<IssuedTokens | null> => {
    const { scopes, resources } = shape;
    const issued = await prepareGrantTokens({ client, names: scopes, resources, params }, context);
    // RFC 6749 §5.1: the person's yes decided whether a refresh token comes too. Here only counts whether the client
    // has lost the grant type since.
    const mayRefresh = client.grantTypes.includes("refresh_token");
    const refreshToken = mayRefresh ? prepareRefreshToken(issued.scopes, context) : null;
    const found = await context.store.redeemAuthorizationCode({
      codeHash,
      now: context.now(),
      proof,
      shape,
      accessToken: issued.accessToken.row,
      refreshToken: refreshToken?.row ?? null,
      refreshLifetime: context.refreshLifetime,
    });
    if (found === null) return null;
    context.shapes.code.remember(client.clientId, shape);
    return await answerExchange(issued, found.grant.offlineAccess ? refreshToken : null, { client, ...found }, context);
  };

  const proof = findProof(params, client);
  const shape = context.shapes.code.guess(client.clientId);
  const atOnce = proof && shape && (await redeem(proof, shape).catch(ignoreRefusal));
  if (atOnce) return atOnce;

  const found = await context.store.findAuthorizationCode(codeHash);
  // RFC 6749 §4.1.3: ensure that the code was issued to the authenticated client.
  if (found === null) throw invalidGrant("code_unknown");
  if (found.code.clientId !== client.clientId) throw invalidGrant("code_of_other_client");
  const { code, grant, subject } = found;
  checkRedirectUri(params, code, client);
  checkVerifier(params, code);

  const refuseReuse = async () => {
    // RFC 6749 §4.1.2: on a second use the server SHOULD revoke all tokens issued from the code.
    await context.store.revokeGrant(grant.grantId, context.now());
    context.record(
      {
        type: "code.reused",
        outcome: "refused",
        clientId: client.clientId,
        userId: grant.userId,
        data: { cause: "code_used" },
      },
      request,
    );
    return invalidGrant("code_used", grant.grantId);
  };
  const now = context.now();
  if (code.consumedAt !== null) throw await refuseReuse();
  if (grant.expiresAt !== null && grant.expiresAt <= now) throw invalidGrant("consent_ended", grant.grantId);
  if (code.expiresAt <= now) throw invalidGrant("code_expired", grant.grantId);
  if (grant.revokedAt !== null) throw invalidGrant("grant_revoked", grant.grantId);
  if (subject.suspendedAt !== null) throw invalidGrant("person_suspended", grant.grantId);

  const redeemed = await redeem(code, grant);
  if (redeemed !== null) return redeemed;
  const again = await context.store.findAuthorizationCode(codeHash);
  throw again !== null && again.code.consumedAt !== null
    ? await refuseReuse()
    : invalidGrant("grant_revoked", grant.grantId);
};

/**
 * What the code's authorization request must have held, if this request proves possession; null where that is unknown
 * before the code was read. The store may compare hashes of verifiers with `=`: timing reveals nothing, because an
 * attacker cannot choose the characters of a hash one by one.
 */
function findProof(params: Params, client: Client): CodeRedemption["proof"] | null {
  const verifier = params.get("code_verifier");
  if (verifier !== null && !isVerifier(verifier)) return null;
  const codeChallenge = verifier === null ? null : toChallenge(verifier);
  const redirectUri = params.get("redirect_uri") ?? (client.redirectUris.length === 1 ? client.redirectUris[0] : null);
  return redirectUri ? { clientId: client.clientId, redirectUri, codeChallenge } : null;
}

function checkRedirectUri(params: Params, code: AuthorizationCode, client: Client): void {
  const redirectUri = params.get("redirect_uri");
  if (redirectUri === null) {
    // OAuth 2.1 §10.2: with PKCE, the client does not repeat it. Neither does a client with only one (RFC 6749 §4.1.3).
    if (code.codeChallenge !== null || client.redirectUris.length === 1) return;
    throw invalidGrant("redirect_uri_not_repeated", code.grantId, { expectedRedirectUri: code.redirectUri });
  }
  // RFC 6749 §4.1.3: their values MUST be identical.
  if (redirectUri !== code.redirectUri) {
    const values = { receivedRedirectUri: redirectUri, expectedRedirectUri: code.redirectUri };
    throw invalidGrant("redirect_uri_differs", code.grantId, values, [...client.redirectUris, code.redirectUri]);
  }
}

function checkVerifier(params: Params, code: AuthorizationCode): void {
  const verifier = params.get("code_verifier");
  if (code.codeChallenge === null) {
    // RFC 9700 §2.1.1: a verifier without a challenge means that somebody removed the challenge on the way.
    if (verifier !== null) throw invalidGrant("code_verifier_unexpected", code.grantId);
    return;
  }
  if (verifier === null) throw invalidGrant("code_verifier_missing", code.grantId);
  if (!isVerifier(verifier)) throw invalidGrant("code_verifier_malformed", code.grantId);
  if (!equalInConstantTime(toChallenge(verifier), code.codeChallenge))
    throw invalidGrant("code_verifier_wrong", code.grantId);
}

// RFC 7636 §4.1: 43 to 128 unreserved characters.
const isVerifier = (verifier: string) => /^[A-Za-z0-9._~-]{43,128}$/.test(verifier);

// RFC 7636 §4.6: BASE64URL-ENCODE(SHA256(ASCII(code_verifier))) == code_challenge
const toChallenge = (verifier: string) => hash("sha256", verifier, "base64url");

// RFC 6749 §5.2: one answer for every failure, so that nobody learns from it what a code needs.
const DESCRIPTION =
  "The code is unknown, used, expired or another client's, or redirect_uri or code_verifier is not that of its request";

function invalidGrant(
  cause: RefusalCause,
  grantId?: string,
  values?: RefusalValues,
  registeredUris?: readonly string[],
): OAuthError {
  return new OAuthError("invalid_grant", DESCRIPTION, { cause, grantId, values, registeredUris });
}
