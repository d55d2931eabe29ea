import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { expect, test } from "../fixtures/test";
import { CALLBACK, SIGNED_OUT } from "./requests";

test("openid-client goes the whole way", async ({ portal, plainBrowser, parties }) => {
  const { web, person } = parties;
  const config = await openid.discovery(
    new URL(portal.url),
    web.client_id,
    { client_secret: web.client_secret, id_token_signed_response_alg: "ES256" },
    openid.ClientSecretBasic(web.client_secret),
    { execute: [openid.allowInsecureRequests] },
  );
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()];
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: "openid profile email offline_access",
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    state: expectedState,
    nonce: expectedNonce,
    max_age: "3600",
  });
  const callback = await plainBrowser.authorize(url.href, person);
  const checks = { pkceCodeVerifier, expectedState, expectedNonce, maxAge: 3600, idTokenExpected: true };
  const tokens = await openid.authorizationCodeGrant(config, callback, checks);
  const claims = tokens.claims();
  const profile = await openid.fetchUserInfo(config, tokens.access_token, claims?.sub ?? "");
  expect(profile.email).toBe(person.email);

  const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token ?? "");
  expect(refreshed.claims()).toMatchObject({ sub: claims?.sub, auth_time: claims?.auth_time });
  expect(await openid.tokenIntrospection(config, refreshed.access_token)).toMatchObject({ active: true });
  await openid.tokenRevocation(config, refreshed.access_token);
  expect(await openid.tokenIntrospection(config, refreshed.access_token)).toEqual({ active: false });

  const own = await openid.clientCredentialsGrant(config, { scope: "account:read" });
  expect(own.scope).toBe("account:read");

  const logout = openid.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token ?? "",
    post_logout_redirect_uri: SIGNED_OUT,
  });
  expect((await plainBrowser.get(logout.href)).headers().location).toBe(SIGNED_OUT);
});

test("oauth4webapi goes the whole way, as a browser app without a secret", async ({
  portal,
  plainBrowser,
  parties,
}) => {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const issuer = new URL(portal.url);
  const found = await oauth.discoveryRequest(issuer, { ...insecure, algorithm: "oauth2" });
  const server = await oauth.processDiscoveryResponse(issuer, found);
  const client: oauth.Client = { client_id: parties.spa.client_id, id_token_signed_response_alg: "ES256" };
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const url = new URL(server.authorization_endpoint ?? "");
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: CALLBACK,
    response_type: "code",
    scope: "openid email offline_access",
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
  }).toString();
  const callback = await plainBrowser.authorize(url.href, parties.person);
  const params = oauth.validateAuthResponse(server, client, callback, state);
  const none = oauth.None();
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    none,
    params,
    CALLBACK,
    verifier,
    insecure,
  );
  const options = { expectedNonce: nonce, requireIdToken: true };
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, options);
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  const profile = await oauth.userInfoRequest(server, client, tokens.access_token, insecure);
  expect(await oauth.processUserInfoResponse(server, client, claims?.sub ?? "", profile)).toMatchObject({
    email: parties.person.email,
  });

  const again = await oauth.refreshTokenGrantRequest(server, client, none, tokens.refresh_token ?? "", insecure);
  const refreshed = await oauth.processRefreshTokenResponse(server, client, again);
  expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
  const revoked = await oauth.revocationRequest(server, client, none, refreshed.refresh_token ?? "", insecure);
  expect(await oauth.processRevocationResponse(revoked)).toBeUndefined();
  const late = await oauth.refreshTokenGrantRequest(server, client, none, refreshed.refresh_token ?? "", insecure);
  await expect(oauth.processRefreshTokenResponse(server, client, late)).rejects.toMatchObject({
    error: "invalid_grant",
  });
});

test("oauth4webapi gets a token for itself, as a server with a secret, and asks what it is worth", async ({
  portal,
  parties,
}) => {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const issuer = new URL(portal.url);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  const client: oauth.Client = { client_id: parties.post.client_id };
  const secret = oauth.ClientSecretPost(parties.post.client_secret);
  const asked = await oauth.clientCredentialsGrantRequest(server, client, secret, { scope: "account:read" }, insecure);
  const tokens = await oauth.processClientCredentialsResponse(server, client, asked);
  const introspect = async () => {
    const response = await oauth.introspectionRequest(server, client, secret, tokens.access_token, insecure);
    return await oauth.processIntrospectionResponse(server, client, response);
  };
  expect(await introspect()).toMatchObject({ active: true, scope: "account:read", client_id: client.client_id });
  const revoked = await oauth.revocationRequest(server, client, secret, tokens.access_token, insecure);
  expect(await oauth.processRevocationResponse(revoked)).toBeUndefined();
  expect(await introspect()).toEqual({ active: false });
});
