import { createHash } from "node:crypto";
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import type { Portal } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { CLAIMS, signJwt } from "./openid-parties";
import type { PlainBrowser } from "./plain-browser";
import { authorizeUrl, CALLBACK, introspect, post, redeem, refresh, send, userinfo, VERIFIER } from "./requests";

const ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

async function codeOf(browser: PlainBrowser, url: string, person: { email: string; password: string }) {
  return (await browser.authorize(url, person)).searchParams.get("code") ?? "";
}

/** What a client that signs sends to prove who it is. */
async function assertionOf(portal: Portal, clientId: string): Promise<Record<string, string>> {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: clientId,
    sub: clientId,
    aud: portal.url,
    jti: `${process.pid}-${Math.random()}`,
    exp: now + 60,
  };
  return { client_assertion_type: ASSERTION, client_assertion: await signJwt(payload) };
}

test("the ID token says who, for whom, when and in which session, and nothing of the profile (OIDC Core §2, §3.1.3.6)", async ({
  portal,
  plainBrowser,
  openIdParties,
}) => {
  const { openid, person } = openIdParties;
  const url = authorizeUrl(portal, openid, { nonce: "a nonce", scope: "openid profile email address phone" });
  const { body } = await redeem(portal, openid, await codeOf(plainBrowser, url, person));
  const jwks = createRemoteJWKSet(new URL(`${portal.url}/oauth/jwks`));
  const { payload, protectedHeader } = await jwtVerify(String(body.id_token), jwks, {
    issuer: portal.url,
    audience: openid.client_id,
  });
  expect(protectedHeader).toEqual({ alg: "RS256", kid: expect.any(String), typ: "JWT" });
  const digest = createHash("sha256").update(String(body.access_token)).digest();
  expect(payload.at_hash).toBe(digest.subarray(0, 16).toString("base64url"));
  expect(payload.sub).toMatch(/^[\x21-\x7e]{1,255}$/);
  const names = ["acr", "amr", "at_hash", "aud", "auth_time", "exp", "iat", "iss", "nonce", "sid", "sub"];
  expect(Object.keys(payload).sort()).toEqual(names);
});

test("userinfo tells all twenty standard claims by scope, each of its type, with a Date (OIDC Core §5.1, §5.3.2)", async ({
  portal,
  plainBrowser,
  openIdParties,
}) => {
  const { openid, person } = openIdParties;
  const url = authorizeUrl(portal, openid, { scope: "openid profile email address phone" });
  const { body } = await redeem(portal, openid, await codeOf(plainBrowser, url, person));
  const answer = await userinfo(portal, String(body.access_token));
  expect(answer.headers.get("date")).not.toBeNull();
  expect(answer.body).toEqual({
    ...CLAIMS,
    sub: decodeJwt(String(body.id_token)).sub,
    email: person.email,
    email_verified: true,
    updated_at: expect.any(Number),
  });
  expect(Object.keys(answer.body)).toHaveLength(20);
});

test("userinfo leaves out what a person has not told (OIDC Core §5.3.2)", async ({
  portal,
  plainBrowser,
  openIdParties,
  person,
}) => {
  const url = authorizeUrl(portal, openIdParties.openid, { scope: "openid profile email address phone" });
  const { body } = await redeem(portal, openIdParties.openid, await codeOf(plainBrowser, url, person));
  const told = (await userinfo(portal, String(body.access_token))).body;
  // Names are never missing: they fall back to what stands before the @ of the address.
  const named = ["name", "preferred_username"];
  expect(Object.keys(told).sort()).toEqual(["email", "email_verified", ...named, "sub", "updated_at"]);
  for (const claim of named) expect(told[claim]).toBe(person.email.split("@")[0]);
});

test("a client that registered it gets userinfo and ID tokens signed as it chose (OIDC Core §5.3.2)", async ({
  portal,
  plainBrowser,
  openIdParties,
}) => {
  const { signing, person } = openIdParties;
  const code = await codeOf(plainBrowser, authorizeUrl(portal, signing), person);
  const form = { grant_type: "authorization_code", code, redirect_uri: CALLBACK };
  const assertion = await assertionOf(portal, signing.client_id);
  const { status, body } = await post(portal, "/oauth/token", { ...form, code_verifier: VERIFIER, ...assertion });
  expect(status).toBe(200);
  expect(decodeProtectedHeader(String(body.id_token)).alg).toBe("ES256");
  const answer = await userinfo(portal, String(body.access_token));
  expect(answer.headers.get("content-type")).toContain("application/jwt");
  const jwks = createRemoteJWKSet(new URL(`${portal.url}/oauth/jwks`));
  const { payload } = await jwtVerify(answer.text, jwks, { issuer: portal.url, audience: signing.client_id });
  expect(payload).toMatchObject({ email: person.email, sub: decodeJwt(String(body.id_token)).sub });
  expect(payload).not.toHaveProperty("nonce");
});

test("pairwise clients of two sectors know one person by two subs, everywhere the same for each (OIDC Core §8.1)", async ({
  portal,
  plainBrowser,
  openIdParties,
}) => {
  const { pairwise, person, openid } = openIdParties;
  const subs: unknown[] = [];
  for (const client of pairwise) {
    const [redirect_uri = ""] = client.redirect_uris as string[];
    const code = await codeOf(plainBrowser, authorizeUrl(portal, client, { redirect_uri }), person);
    const { body } = await redeem(portal, client, code, { redirect_uri });
    const { sub } = decodeJwt(String(body.id_token));
    expect((await userinfo(portal, String(body.access_token))).body.sub).toBe(sub);
    expect((await introspect(portal, client, String(body.access_token))).body.sub).toBe(sub);
    const again = await refresh(portal, client, String(body.refresh_token));
    expect(decodeJwt(String(again.body.id_token)).sub).toBe(sub);
    const claims = JSON.stringify({ id_token: { sub: { value: sub } }, userinfo: { sub: { values: ["x", sub] } } });
    const hints = { id_token_hint: String(body.id_token), claims };
    const hinted = authorizeUrl(portal, client, { redirect_uri, prompt: "none", ...hints });
    expect((await plainBrowser.authorize(hinted, person)).searchParams.get("code")).toMatch(/^pt_ac_/);
    subs.push(sub);
  }
  const { body } = await redeem(portal, openid, await codeOf(plainBrowser, authorizeUrl(portal, openid), person));
  subs.push(decodeJwt(String(body.id_token)).sub);
  expect(new Set(subs).size).toBe(3);
});

test("a refresh after the server's keys rotated keeps iss, sub, aud and auth_time, under a key of the JWKS (OIDC Core §12.2)", async ({
  portal,
  plainBrowser,
  openIdParties,
}) => {
  const { openid, person } = openIdParties;
  const { body } = await redeem(
    portal,
    openid,
    await codeOf(plainBrowser, authorizeUrl(portal, openid, { nonce: "a nonce" }), person),
  );
  const kidsOf = async () => {
    const { keys } = (await send(`${portal.url}/oauth/jwks`)).body as { keys: { kid: string; alg: string }[] };
    return keys.filter(({ alg }) => alg === "RS256").map(({ kid }) => kid);
  };
  const before = await kidsOf();
  await portal.commandLine("keys", "rotate", "--alg", "RS256");
  // Published before it signs, so that whoever keeps the JWKS for a while knows it in time; the portal itself keeps it
  // for some seconds.
  await expect.poll(kidsOf, { timeout: 20_000 }).toHaveLength(before.length + 1);
  expect(await kidsOf()).toEqual(expect.arrayContaining(before));
  const answer = await refresh(portal, openid, String(body.refresh_token));
  const { kid = "" } = decodeProtectedHeader(String(answer.body.id_token));
  expect(before).toContain(kid);
  const [first, second] = [decodeJwt(String(body.id_token)), decodeJwt(String(answer.body.id_token))];
  for (const name of ["iss", "sub", "aud", "azp", "auth_time", "sid"]) expect(second[name]).toEqual(first[name]);
  const jwks = createRemoteJWKSet(new URL(`${portal.url}/oauth/jwks`));
  await jwtVerify(String(body.id_token), jwks, { issuer: portal.url });
});
