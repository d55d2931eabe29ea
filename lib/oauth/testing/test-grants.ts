import { OAuthError } from "../errors";
import type { Client, Grant, RefreshToken } from "../model";
import { hashSecret } from "../secrets";
import { handleTokenRequest } from "../token/handle-request";
import { givesRefreshToken } from "../tokens/scopes";
import { authorizationCode, grant } from "./fixtures";
import {
  basic,
  CHALLENGE,
  CONFIDENTIAL,
  type encodeFields,
  PUBLIC,
  post,
  type TestPortal,
  VERIFIER,
} from "./test-context";

type Fields = Parameters<typeof encodeFields>[0];

export const CODE = "pt_ac_the-code";
export const CALLBACK = "https://client.example/callback";

/** Stores a code that a client may redeem, after a yes to everything that its registration and these scopes mean. */
export async function givenCode(
  portal: TestPortal,
  client: Client = CONFIDENTIAL,
  values: Partial<Grant> = {},
  codeValues: Parameters<typeof authorizationCode>[1] = {},
): Promise<Grant> {
  const { clientId } = client;
  const { scopes } = grant(values);
  const offlineAccess = givesRefreshToken(scopes, client);
  const given = grant({ clientId, resources: [], claims: null, offlineAccess, ...values });
  const code = authorizationCode(given, { codeHash: hashSecret(CODE), codeChallenge: CHALLENGE, ...codeValues });
  await portal.store.createAuthorizationCode(given, code, null);
  return given;
}

/** A token response, or the error it is refused with. */
export async function token(
  portal: TestPortal,
  fields: Fields,
  headers: Record<string, string> = basic(CONFIDENTIAL.clientId),
): Promise<Record<string, unknown> & { error?: string; cause?: string; problem?: string }> {
  try {
    const response = await handleTokenRequest(post("/oauth/token", fields, headers), portal.context);
    return (await response.json()) as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const { cause, values } = error.detail;
    return { error: error.code, cause, ...(values?.problem !== undefined && { problem: values.problem }) };
  }
}

/** Redeems {@link CODE} as a client does. */
export function redeemCode(portal: TestPortal, client: Client = CONFIDENTIAL, fields: Fields = {}) {
  const form = {
    grant_type: "authorization_code",
    code: CODE,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
    ...(client === PUBLIC && { client_id: client.clientId }),
    ...fields,
  };
  return token(portal, form, client === PUBLIC ? {} : basic(client.clientId));
}

/** Uses a refresh token as a client does. */
export function refresh(portal: TestPortal, refreshToken: unknown, client: Client = CONFIDENTIAL, fields: Fields = {}) {
  const form = {
    grant_type: "refresh_token",
    refresh_token: String(refreshToken),
    ...(client === PUBLIC && { client_id: client.clientId }),
    ...fields,
  };
  return token(portal, form, client === PUBLIC ? {} : basic(client.clientId));
}

/** The stored row of a refresh token. */
export function rowOf(portal: TestPortal, refreshToken: unknown): RefreshToken | undefined {
  return portal.store.tables.refreshTokens.get(hashSecret(String(refreshToken)));
}
