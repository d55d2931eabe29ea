import type { OAuthContext } from "../context";
import type { Client } from "../model";
import type { Params } from "../params";

/** @see RFC 6749 §5.1, OIDC Core §3.1.3.3 */
export interface TokenResponse {
  access_token: string;
  token_type: "Bearer";
  /** seconds */
  expires_in: number;
  scope: string;
  refresh_token?: string;
  /** seconds to the end of the refresh token, be it new or the one that was used, if nobody uses it until then */
  refresh_token_expires_in?: number;
  id_token?: string;
}

/** What a grant type gave, and on whose behalf; null: the client's own. */
export interface IssuedTokens {
  userId: string | null;
  response: TokenResponse;
}

/** One grant type: turns the parameters of an authenticated, authorized client into tokens, or throws an OAuthError. */
export type GrantHandler = (
  input: { params: Params; client: Client; request: Request },
  context: OAuthContext,
) => Promise<IssuedTokens>;
