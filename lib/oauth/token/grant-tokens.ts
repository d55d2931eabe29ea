import type { OAuthContext } from "../context";
import { createIdToken } from "../id-token";
import type { AccessToken, Client, Grant, RefreshToken, Subject } from "../model";
import type { Params } from "../params";
import { selectAllowedScopes, toScopeValue } from "../scopes";
import { type Audience, pickAudience } from "./audience";
import type { TokenResponse } from "./grant-handler";
import { type Prepared, prepareAccessToken } from "./issue";

/** The tokens that a code and a refresh token are both exchanged for; not stored yet. */
export interface GrantTokens {
  /** what the client still may, of what was granted */
  scopes: string[];
  audience: Audience;
  accessToken: Prepared<AccessToken>;
  /** null: without openid */
  idToken: string | null;
}

/**
 * The access token and ID token of a grant.
 * @param names scopes of the grant, or those that this request narrows them to
 * @see RFC 6749 §5.1, OIDC Core §3.1.3.3, §12.2
 */
export async function prepareGrantTokens(
  {
    client,
    grant,
    subject,
    names,
    nonce,
    params,
  }: { client: Client; grant: Grant; subject: Subject; names: string[]; nonce: string | null; params: Params },
  context: OAuthContext,
): Promise<GrantTokens> {
  const scopes = selectAllowedScopes(names, client, await context.store.findScopes(names));
  const requested = params.all("resource");
  const audience = await pickAudience({ scopes, requested, granted: grant.resources }, context);
  const accessToken = await prepareAccessToken({ client, grant, audience }, context);
  const idToken = scopes.some((scope) => scope.name === "openid")
    ? await createIdToken({ client, grant, subject, nonce, accessToken: accessToken.value }, context)
    : null;
  return { scopes: scopes.map((scope) => scope.name), audience, accessToken, idToken };
}

/** The members of a successful answer. @see RFC 6749 §5.1 */
export function toTokenResponse(
  { audience, accessToken, idToken }: GrantTokens,
  refreshToken: Prepared<RefreshToken> | null,
): TokenResponse {
  return {
    access_token: accessToken.value,
    token_type: "Bearer",
    expires_in: audience.ttl,
    scope: toScopeValue(audience.scopes),
    ...(refreshToken && { refresh_token: refreshToken.value }),
    ...(idToken && { id_token: idToken }),
  };
}
