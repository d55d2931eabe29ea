import { liveConsent } from "../authorize/consent-lifetime";
import type { OAuthContext } from "../context";
import type { IssuedTokens } from "../feature";
import type { Client, Grant, Subject } from "../model";
import type { GrantShape, NewAccessToken, NewRefreshToken } from "../store";
import { createIdToken } from "../tokens/id-token";
import { selectAllowedScopes, toScopeValue } from "../tokens/scopes";
import type { Params } from "../wire/params";
import { type Audience, pickAudience } from "./audience";
import {
  accessTokenExpiresIn,
  type Prepared,
  prepareAccessToken,
  refreshTokenExpiresIn,
  writeAccessToken,
} from "./issue";

/**
 * The tokens that a code or a refresh token is exchanged for, before the exchange: not stored, and not yet anybody's.
 */
export interface GrantTokens {
  /** the granted scopes that the client may still have */
  scopes: string[];
  audience: Audience;
  accessToken: Prepared<NewAccessToken>;
}

/**
 * Makes the access token of a grant of this shape.
 * @param names scopes of the grant, or those that this request narrows them to
 * @see RFC 6749 §5.1
 */
export async function prepareGrantTokens(
  {
    client,
    names,
    resources,
    params,
  }: { client: Client; names: string[]; params: Params } & Pick<GrantShape, "resources">,
  context: OAuthContext,
): Promise<GrantTokens> {
  const scopes = selectAllowedScopes(names, client, await context.store.findScopes(names));
  const requested = params.list("resource");
  const audience = await pickAudience({ client, scopes, requested, granted: resources }, context);
  const accessToken = await prepareAccessToken(audience, context);
  return { scopes: scopes.map((scope) => scope.name), audience, accessToken };
}

/** What happens to the refresh token in an exchange: the client gets a new one, keeps its own, or has none. */
export type RefreshTokenAnswer = Prepared<NewRefreshToken> | "kept" | null;

/**
 * The successful answer to an exchange, with an ID token where `openid` is among the scopes.
 * @param nonce of the authorization request; none on a refresh (OIDC Core §12.2)
 * @see RFC 6749 §5.1, OIDC Core §3.1.3.3, §12.2
 */
export async function answerExchange(
  { scopes, audience, accessToken }: GrantTokens,
  refreshToken: RefreshTokenAnswer,
  {
    client,
    grant,
    subject,
    ...exchanged
  }: { client: Client; grant: Grant; subject: Subject } & (
    | { isRefresh: true }
    | { isRefresh?: false; nonce: string | null }
  ),
  context: OAuthContext,
): Promise<IssuedTokens> {
  const value = await writeAccessToken(accessToken, { client, grant, audience }, context);
  const used = await listUsedAtOnce(scopes, { client, audience }, context);
  const nonce = exchanged.isRefresh ? null : exchanged.nonce;
  const renewed = exchanged.isRefresh ? ["offline_access"] : [];
  context.noteUse({ grantId: grant.grantId, scopes: [...used, ...renewed], at: context.now() });
  const idToken = scopes.includes("openid")
    ? await createIdToken({ client, grant, scopes, subject, nonce, accessToken: value }, context)
    : null;
  const grantId = client.grantManagement === null ? null : await findGrantId(grant, context);
  return {
    userId: grant.userId,
    grantId: grant.grantId,
    response: {
      access_token: value,
      token_type: "Bearer",
      expires_in: accessTokenExpiresIn(accessToken, grant),
      scope: toScopeValue(audience.scopes),
      ...(refreshToken && refreshToken !== "kept" && { refresh_token: refreshToken.value }),
      ...(refreshToken && { refresh_token_expires_in: refreshTokenExpiresIn(grant, context) }),
      ...(idToken && { id_token: idToken }),
      ...(grantId && { grant_id: grantId }),
    },
  };
}

/** Null where nothing is remembered, because the person allowed it only once. */
async function findGrantId({ userId, clientId }: Grant, context: OAuthContext): Promise<string | null> {
  const consent = liveConsent(await context.store.findConsent(userId, clientId), context.now());
  return consent?.grantId ?? null;
}

/**
 * The scopes that the exchange itself uses: those that the ID token answers, and those of a JWT, of which the portal hears
 * no more because its API checks it by itself.
 */
async function listUsedAtOnce(
  names: string[],
  { client, audience }: { client: Client; audience: Audience },
  context: OAuthContext,
): Promise<string[]> {
  const isTold = client.idTokenClaims && names.includes("openid");
  const inJwt = audience.format === "jwt" ? audience.scopes : [];
  const known = isTold || inJwt.length > 0 ? await context.store.findScopes(names) : [];
  const used = known.filter(
    ({ name, claims, resourceIdentifier }) =>
      (isTold && claims.length > 0) || (resourceIdentifier !== null && inJwt.includes(name)),
  );
  return names.filter((name) => name === "openid" || used.some((scope) => scope.name === name));
}
