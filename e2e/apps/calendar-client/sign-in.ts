import * as oidc from "openid-client";
import { config } from "./config";
import { addStep, describeUrl, recordingFetch } from "./protocol-log";
import { replaceSession, type Session, type Tokens } from "./session";

export const redirectUri = `${config.baseUrl}/callback`;
export const signedOutUri = `${config.baseUrl}/signed-out`;

let discovered: Promise<oidc.Configuration> | null = null;

/** The portal's metadata, read once; read again if that failed. @see OpenID Connect Discovery §4 */
function getPortal(): Promise<oidc.Configuration> {
  discovered ??= oidc
    .discovery(
      new URL(config.issuer),
      config.clientId,
      undefined,
      oidc.ClientSecretBasic(config.clientSecret),
      // Plain http is for a portal on this machine only.
      {
        execute: config.issuer.startsWith("http:") ? [oidc.allowInsecureRequests] : [],
        [oidc.customFetch]: recordingFetch as oidc.CustomFetch,
      },
    )
    .catch((error: unknown) => {
      discovered = null;
      throw error;
    });
  return discovered;
}

/** Starts the authorization code flow. @returns where to send the browser. @see RFC 6749 §4.1.1, RFC 7636 §4.3 */
export async function startSignIn(session: Session, options: { askAgain: boolean }): Promise<URL> {
  const portal = await getPortal();
  const codeVerifier = oidc.randomPKCECodeVerifier();
  session.pending = { state: oidc.randomState(), nonce: oidc.randomNonce(), codeVerifier };
  const url = oidc.buildAuthorizationUrl(portal, {
    redirect_uri: redirectUri,
    scope: config.scope,
    state: session.pending.state,
    nonce: session.pending.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
    ...(options.askAgain ? { prompt: "consent" } : {}),
  });
  addStep({ title: "Send the browser to the portal", request: describeUrl(url), response: "303 See Other", ok: true });
  return url;
}

/**
 * Ends the flow with the portal's answer: tokens, and who it is.
 * @throws what openid-client throws: a refused sign-in, a foreign state, a bad token
 */
export async function finishSignIn(session: Session, callback: URL): Promise<Session> {
  const portal = await getPortal();
  const { pending } = session;
  session.pending = null;
  addStep({
    title: "The browser comes back",
    request: describeUrl(callback),
    response: callback.searchParams.has("error") ? "The portal said no" : "A code, good for one use",
    ok: !callback.searchParams.has("error"),
  });
  if (!pending) throw new Error("Nobody started this sign-in here.");
  // The request named no `resource`, so this first token is good for userinfo and for the API of the scopes. Later
  // requests name the API, and those tokens are good only for it (RFC 8707 §2.2).
  const answer = await oidc.authorizationCodeGrant(portal, callback, {
    expectedState: pending.state,
    expectedNonce: pending.nonce,
    pkceCodeVerifier: pending.codeVerifier,
  });
  const idToken = answer.claims();
  const subject = idToken?.sub ?? "";
  const claims = await oidc.fetchUserInfo(portal, answer.access_token, subject);
  const signedIn = replaceSession(session);
  signedIn.tokens = toTokens(answer, null);
  signedIn.user = {
    subject,
    name: claims.name ?? claims.email ?? "You",
    email: claims.email ?? null,
    portalSession: typeof idToken?.sid === "string" ? idToken.sid : null,
    signedInAt: Date.now(),
  };
  return signedIn;
}

/**
 * Gets a new access token. @see RFC 6749 §6
 * @returns false when the portal refuses, because the person removed the access
 */
export async function refresh(session: Session): Promise<boolean> {
  const { tokens } = session;
  if (!tokens?.refreshToken) return accessRemoved(session);
  try {
    const answer = await oidc.refreshTokenGrant(await getPortal(), tokens.refreshToken, resource());
    session.tokens = toTokens(answer, tokens);
    return true;
  } catch (error) {
    if (error instanceof oidc.ResponseBodyError && error.error === "invalid_grant") return accessRemoved(session);
    throw error;
  }
}

/**
 * Gives the tokens back and answers where the browser signs out of the portal.
 * @see RFC 7009 §2, OpenID Connect RP-Initiated Logout §2
 */
export async function signOut(session: Session): Promise<{ session: Session; url: URL }> {
  const portal = await getPortal();
  const { tokens } = session;
  if (tokens) await oidc.tokenRevocation(portal, tokens.refreshToken ?? tokens.accessToken);
  const signedOut = replaceSession(session);
  signedOut.logoutState = oidc.randomState();
  const url = oidc.buildEndSessionUrl(portal, {
    post_logout_redirect_uri: signedOutUri,
    state: signedOut.logoutState,
    ...(tokens?.idToken ? { id_token_hint: tokens.idToken } : {}),
  });
  addStep({ title: "Sign out at the portal", request: describeUrl(url), response: "303 See Other", ok: true });
  return { session: signedOut, url };
}

function accessRemoved(session: Session): false {
  session.tokens = null;
  session.wasAccessRemoved = true;
  return false;
}

/** RFC 8707 §2: the API that the access token is for. */
function resource(): { resource: string } | Record<string, never> {
  return config.apiUrl ? { resource: config.apiUrl } : {};
}

function toTokens(answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers, old: Tokens | null): Tokens {
  return {
    accessToken: answer.access_token,
    // RFC 6749 §6: without a new refresh token the old one stays.
    refreshToken: answer.refresh_token ?? old?.refreshToken ?? null,
    idToken: answer.id_token ?? old?.idToken ?? null,
    scopes: answer.scope?.split(" ") ?? old?.scopes ?? config.scope.split(" "),
    expiresAt: new Date(Date.now() + (answer.expiresIn() ?? 0) * 1000),
  };
}
