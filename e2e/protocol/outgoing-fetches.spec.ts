import { exportJWK, generateKeyPair } from "jose";
import { drawPicture } from "../fixtures/picture";
import type { RegisteredClient } from "../fixtures/portal";
import type { Page, PublishedPages } from "../fixtures/published";
import { expect, test } from "../fixtures/test";
import { ReviewScreen } from "../screens/admin";
import { SignInScreen } from "../screens/sign-in";
import { CLIENT_JWK, FOREIGN_KEY, signJwt } from "./openid-parties";
import { errorAddressOf } from "./plain-browser";
import { authorizeUrl, CALLBACK, post } from "./requests";

// One portal for the whole file.
test.describe.configure({ mode: "default" });

const TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
let counter = 0;

function metadataOf(published: PublishedPages, paths: string[]) {
  return {
    redirect_uris: [CALLBACK],
    scope: "openid profile email",
    require_pkce: false,
    jwks: { keys: [CLIENT_JWK] },
    request_uris: [...paths.map((path) => published.url(path)), "https://192.0.2.1/request.jwt", "https://10.0.0.1/r"],
  };
}

function requestObject(client: RegisteredClient, changes: Record<string, unknown> = {}) {
  return {
    client_id: client.client_id,
    redirect_uri: CALLBACK,
    response_type: "code",
    scope: "openid",
    state: "the state inside",
    ...changes,
  };
}

const BESIDE = {
  redirect_uri: CALLBACK,
  state: "a state",
  code_challenge: null,
  code_challenge_method: null,
};

test.describe("request objects (OIDC Core §6, RFC 9101)", () => {
  test("by value and by reference count before what stands beside them, also with a fragment that is no hash", async ({
    guarded: { portal, published },
    guardedBrowser,
  }) => {
    const client = await portal.createClient(metadataOf(published, ["/request.jwt"]));
    const person = await portal.createUser();
    const jwt = await signJwt(requestObject(client));
    published.pages.set("/request.jwt", jwt);
    const ways: Record<string, string>[] = [
      { request: jwt },
      { request_uri: published.url("/request.jwt") },
      { request_uri: `${published.url("/request.jwt")}#not-a-hash` },
    ];
    for (const by of ways) {
      const { searchParams } = await guardedBrowser.authorize(
        authorizeUrl(portal, client, { ...BESIDE, ...by }),
        person,
      );
      expect(searchParams.get("state")).toBe("the state inside");
      expect(searchParams.get("code")).toMatch(/^pt_ac_/);
    }
    expect(published.read.every((path) => !path.includes("#"))).toBe(true);
  });

  test("by reference: a redirect, silence, a megabyte, a private or unregistered address are invalid_request_uri", async ({
    guarded: { portal, published },
    guardedBrowser,
  }) => {
    const pages: Record<string, Page> = {
      "/redirect": { redirectTo: published.url("/request.jwt") },
      "/silence": "never",
      "/huge": { bytes: 1_000_000 },
      "/missing": { status: 404 },
    };
    for (const [path, page] of Object.entries(pages)) published.pages.set(path, page);
    const client = await portal.createClient(metadataOf(published, Object.keys(pages)));
    const uris = [
      ...Object.keys(pages).map((path) => published.url(path)),
      "https://10.0.0.1/r",
      "https://unregistered.example/request.jwt",
      `${published.url("/huge")}#${"x".repeat(600)}`,
    ];
    for (const request_uri of uris) {
      const response = await guardedBrowser.get(authorizeUrl(portal, client, { ...BESIDE, request_uri }));
      const { searchParams } = new URL(await errorAddressOf(response));
      expect(searchParams.get("error"), request_uri).toBe("invalid_request_uri");
      expect(searchParams.get("error_description")).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*request_uri/);
    }
    expect((await guardedBrowser.get("/oauth/jwks")).status()).toBe(200);
  });

  test("unsigned, of another key, expired, or HS256 with the public key are invalid_request_object", async ({
    guarded: { portal, published },
    guardedBrowser,
  }) => {
    const client = await portal.createClient(metadataOf(published, []));
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const publicKey = new TextEncoder().encode(JSON.stringify(CLIENT_JWK));
    const objects = [
      `${part({ alg: "none" })}.${part(requestObject(client))}.`,
      await signJwt(requestObject(client), { key: FOREIGN_KEY }),
      await signJwt(requestObject(client), { header: { kid: "somebody-else" } }),
      await signJwt(requestObject(client, { exp: 1 })),
      await signJwt(requestObject(client, { aud: "https://other.example" })),
      await signJwt(requestObject(client), { key: publicKey, header: { alg: "HS256" } }),
      await signJwt(requestObject(client, { client_id: "pt_cl_other" })),
    ];
    for (const request of objects) {
      const response = await guardedBrowser.get(authorizeUrl(portal, client, { ...BESIDE, request }));
      const { searchParams } = new URL(await errorAddressOf(response));
      expect(Object.fromEntries(searchParams)).toMatchObject({ error: "invalid_request_object", state: "a state" });
    }
  });
});

test("a client rotates its published keys: a new kid is read at once, and a set with private keys is refused (OIDC Core §10.1.1)", async ({
  guarded: { portal, published },
}) => {
  const [first, second] = await Promise.all([
    generateKeyPair("ES256"),
    generateKeyPair("ES256", { extractable: true }),
  ]);
  const jwk = async (key: Parameters<typeof exportJWK>[0], kid: string) => ({ ...(await exportJWK(key)), kid });
  const publish = (...keys: object[]) => published.pages.set("/jwks.json", JSON.stringify({ keys }));
  publish(await jwk(first.publicKey, "one"));
  const client = await portal.createClient({
    redirect_uris: [CALLBACK],
    grant_types: ["authorization_code", "client_credentials"],
    scope: "openid account:read",
    token_endpoint_auth_method: "private_key_jwt",
    jwks_uri: published.url("/jwks.json"),
  });
  const ask = async (key: CryptoKey, kid: string) => {
    counter += 1;
    const exp = Math.floor(Date.now() / 1000) + 60;
    const id = client.client_id;
    const payload = { iss: id, sub: id, aud: portal.url, exp, jti: `rotation-${counter}` };
    const client_assertion = await signJwt(payload, { key, header: { kid } });
    const grant = { grant_type: "client_credentials", scope: "account:read" };
    return (await post(portal, "/oauth/token", { ...grant, client_assertion_type: TYPE, client_assertion })).status;
  };
  expect(await ask(first.privateKey, "one")).toBe(200);
  expect(await ask(second.privateKey, "two")).toBe(401);
  publish(await jwk(second.publicKey, "two"));
  expect(await ask(second.privateKey, "two")).toBe(200);
  publish(await jwk(second.privateKey, "three"));
  expect(await ask(second.privateKey, "three")).toBe(401);
});

test("registration reads sector_identifier_uri, and refuses keys that are private or too many", async ({
  guarded: { portal, published },
}) => {
  const other = "https://other.example/callback";
  const metadata = {
    redirect_uris: [CALLBACK, other],
    subject_type: "pairwise",
    sector_identifier_uri: published.url("/sector.json"),
  };
  published.pages.set("/sector.json", JSON.stringify([CALLBACK]));
  await expect(portal.createClient(metadata)).rejects.toThrow(/sector_identifier_uri/);
  published.pages.set("/sector.json", JSON.stringify([CALLBACK, other]));
  expect(await portal.createClient(metadata)).toMatchObject({ subject_type: "pairwise" });
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const many = Array.from({ length: 1000 }, (_, index) => ({ ...CLIENT_JWK, kid: `${index}` }));
  for (const keys of [[await exportJWK(privateKey)], many]) {
    await expect(portal.createClient({ redirect_uris: [CALLBACK], jwks: { keys } })).rejects.toThrow(/jwks/);
  }
});

test("logo_uri is read once, by the portal; people see the picture from the portal when the app is verified (RFC 7591 §2)", async ({
  guarded: { portal, published },
  browser,
}) => {
  const office = await browser.newContext({ baseURL: portal.url });
  const page = await office.newPage();
  await page.goto("/console");
  await new SignInScreen(page).signIn(await portal.createUser({ isAdmin: true }));
  const body = await drawPicture(20_000);
  published.pages.set("/logo.png", { type: "image/png", body });
  published.pages.set("/logo.html", { type: "text/html", body: Buffer.from("<svg onload=alert(1)>") });
  const [shown, refused] = await Promise.all(
    ["/logo.png", "/logo.html"].map((path) =>
      portal.createClient({ redirect_uris: [CALLBACK], client_name: "Pictured", logo_uri: published.url(path) }),
    ),
  );
  if (!shown || !refused) throw new Error("there are no clients");
  const logo = (client: RegisteredClient) => `${portal.url}/logos/${client.client_id}`;
  await expect.poll(async () => (await page.request.get(logo(shown))).status()).toBe(200);
  const visitor = await browser.newContext({ baseURL: portal.url });
  const people = await visitor.newPage();
  expect((await people.request.get(logo(shown))).status()).toBe(404);

  await new ReviewScreen(page).verify(shown.client_id);
  const asked: string[] = [];
  people.on("request", (request) => asked.push(new URL(request.url()).host));
  await people.goto(authorizeUrl(portal, shown, {}));
  await expect(people.locator(`img[src^="/logos/${shown.client_id}"]`).first()).toBeVisible();
  expect([...new Set(asked)]).toEqual([new URL(portal.url).host]);
  const picture = await people.request.get(logo(shown));
  expect(picture.headers()["content-type"]).toBe("image/png");
  expect(await picture.body()).toEqual(body);
  expect(published.read.filter((path) => path === "/logo.png")).toHaveLength(1);

  // What happened is stored together with what else did within seconds.
  await expect(async () => {
    await page.goto(`/console/clients/${refused.client_id}/events`);
    const problem = page.getByText("The logo could not be read").filter({ visible: true });
    await expect(problem.first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await expect(page.getByText("logo_uri does not answer with a picture.")).toBeVisible();
  expect((await page.request.get(logo(refused))).status()).toBe(404);
  await Promise.all([visitor.close(), office.close()]);
});
