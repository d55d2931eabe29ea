import { oauthStore } from "../../db/protocol/store";
import type { AccessToken, Grant, RefreshToken } from "../../oauth/model";
import {
  accessToken,
  authorizationCode,
  authorizationRequest,
  grant,
  refreshToken,
  START,
} from "../../oauth/testing/fixtures";
import { redeemCode } from "../../oauth/testing/redeem";

export interface AllowedApp {
  codeHash: string;
  accessToken: AccessToken;
  refreshToken: RefreshToken;
}

/** A person allows an app, which then gets its tokens: what authorize and token endpoint would write. */
export async function allowApp(
  userId: string,
  clientId: string,
  options: {
    scopes?: string[];
    claims?: Grant["claims"];
    sessionId?: string | null;
    offlineAccess?: boolean;
    /** when it ends by itself */
    expiresAt?: Date;
    /** APIs that its request named */
    resources?: string[];
    token?: Partial<AccessToken>;
    isRedeemed?: boolean;
    /** nothing is remembered */
    isOnce?: boolean;
  } = {},
): Promise<AllowedApp> {
  const scopes = options.scopes ?? ["openid", "calendar:read"];
  const request = authorizationRequest({ clientId, scopes });
  const { claims = null, sessionId = null, resources = [], offlineAccess = true } = options;
  const expiresAt = options.expiresAt ?? null;
  const given = grant({ userId, clientId, scopes, resources, sessionId, offlineAccess, claims, expiresAt });
  const code = authorizationCode(given);
  const consent = {
    userId,
    clientId,
    scopes: scopes.map((name) => ({ name, grantedAt: START })),
    resources,
    declinedScopes: [],
    expiresAt,
  };
  await oauthStore.createAuthorizationRequest(request);
  await oauthStore.answerAuthorizationRequest(request.idHash, {
    answer: "allow",
    now: START,
    consent: options.isOnce ? null : consent,
    grant: given,
    code,
  });
  const tokens = {
    accessToken: accessToken(given, { scopes, ...options.token }),
    refreshToken: refreshToken(given, { scopes }),
  };
  if (options.isRedeemed !== false) await redeemCode(oauthStore, code.codeHash, START, tokens);
  return { codeHash: code.codeHash, ...tokens };
}
