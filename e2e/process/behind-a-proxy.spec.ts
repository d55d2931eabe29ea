import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createLocalJWKSet, jwtVerify } from "jose";
import { type APIRequestContext, type Browser, expect, type Page, request, test } from "playwright/test";
import { createSelfSignedCertificate } from "../../lib/http/testing/self-signed-certificate";
import { type Person, Portal, type RegisteredClient } from "../fixtures/portal";
import { createReverseProxy, type ReverseProxy } from "../fixtures/reverse-proxy";
import { TlsClient } from "../fixtures/tls-client";
import { RegisterScreen } from "../screens/console";

test.describe.configure({ mode: "serial", timeout: 300_000 });

const certificate = createSelfSignedCertificate("localhost");
const app = new TlsClient(certificate);
let folder = "";
let proxy: ReverseProxy;
let portal: Portal;
let person: Person;
let client: RegisteredClient;
let http: APIRequestContext;

test.beforeAll(async () => {
  proxy = await createReverseProxy(certificate);
  console.log(`The proxy of these tests is ${proxy.name}.`);
  await app.start();
  folder = await mkdtemp(path.join(os.tmpdir(), "portico-tls-"));
  const certificateFile = path.join(folder, "certificate.pem");
  await writeFile(certificateFile, certificate.cert);
  portal = await Portal.start({
    PORTICO_ISSUER: proxy.url,
    PORTICO_HOST: "127.0.0.1",
    PORTICO_TRUST_PROXY: "loopback",
    PORTICO_FETCH_ALLOW: new URL(app.url).host,
    NODE_EXTRA_CA_CERTS: certificateFile,
    DATABASE_URL: "",
  });
  await proxy.start(Number(new URL(portal.url).port));
  person = await portal.createUser();
  http = await request.newContext({ ignoreHTTPSErrors: true });
  const made = await http.post(`${proxy.url}/oauth/register`, {
    data: {
      client_name: "Acme Calendar",
      redirect_uris: [`${app.url}/callback`],
      post_logout_redirect_uris: [`${app.url}/signed-out`],
      backchannel_logout_uri: `${app.url}/backchannel`,
      backchannel_logout_session_required: true,
      frontchannel_logout_uri: `${app.url}/frontchannel?kept=1`,
      frontchannel_logout_session_required: true,
      subject_type: "pairwise",
    },
  });
  expect(made.status()).toBe(201);
  client = (await made.json()) as RegisteredClient;
});
test.afterAll(async () => {
  await http?.dispose();
  await portal?.stop();
  await app.stop();
  await proxy?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function fetchWithoutCookies(url: string, headers: Record<string, string>) {
  const one = await request.newContext({ ignoreHTTPSErrors: true });
  const answer = await one.get(url, { headers, maxRedirects: 0 });
  await answer.body();
  await one.dispose();
  return answer;
}

async function openPage(browser: Browser, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled });
  return context.newPage();
}

function authorizeUrl(changes: Record<string, string> = {}): string {
  const url = new URL("/oauth/authorize", proxy.url);
  const parameters = {
    client_id: client.client_id,
    redirect_uri: `${app.url}/callback`,
    response_type: "code",
    scope: "openid email",
    nonce: "a nonce",
    ...changes,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** Signs in at the client by the portal's pages; answers what came back and the ID token. */
async function signIn(page: Page): Promise<{ callback: URL; idToken: string; claims: Record<string, unknown> }> {
  await page.goto(authorizeUrl());
  await page.fill("#username", person.email);
  await page.fill("#password", person.password);
  await page.click("#login-submit");
  if (new URL(page.url()).pathname === "/consent") await page.click("#consent-allow");
  await page.waitForURL(`${app.url}/callback**`);
  const callback = new URL(page.url());
  const answer = await http.post(`${proxy.url}/oauth/token`, {
    form: {
      grant_type: "authorization_code",
      code: callback.searchParams.get("code") ?? "",
      redirect_uri: `${app.url}/callback`,
    },
    headers: {
      authorization: `Basic ${Buffer.from(`${client.client_id}:${client.client_secret}`).toString("base64")}`,
    },
  });
  const { id_token: idToken } = (await answer.json()) as { id_token: string };
  const [, payload = ""] = idToken.split(".");
  return { callback, idToken, claims: JSON.parse(Buffer.from(payload, "base64url").toString()) };
}

async function expectSignedOut(page: Page): Promise<void> {
  await page.goto(authorizeUrl({ prompt: "none" }));
  expect(new URL(page.url()).searchParams.get("error")).toBe("login_required");
}

/** The logout token that the client gets next, checked as the standard says. */
async function expectLogoutToken(count: number, claims: Record<string, unknown>): Promise<void> {
  await expect.poll(() => app.at("/backchannel").length, { timeout: 30_000 }).toBe(count);
  const visit = app.at("/backchannel").at(-1);
  expect(visit?.method).toBe("POST");
  const jwks = await (await http.get(`${proxy.url}/oauth/jwks`)).json();
  const options = { issuer: proxy.url, audience: client.client_id, typ: "logout+jwt", maxTokenAge: 120 };
  const { payload } = await jwtVerify(visit?.form.get("logout_token") ?? "", createLocalJWKSet(jwks), options);
  expect(payload).toMatchObject({
    sub: claims.sub,
    sid: claims.sid,
    jti: expect.any(String),
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
  });
  expect(payload).not.toHaveProperty("nonce");
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(120);
}

for (const isModern of [false, true]) {
  const kind = isModern ? "with" : "without";
  test.describe(`behind a proxy that ends TLS, in a browser ${kind} JavaScript`, () => {
    test("sign-in sets Secure cookies with the __Host- prefix only, and the issuer is the configured one", async ({
      browser,
    }) => {
      const page = await openPage(browser, isModern);
      const { callback, claims } = await signIn(page);
      expect(callback.searchParams.get("iss")).toBe(proxy.url);
      expect(claims.iss).toBe(proxy.url);
      const cookies = (await page.context().cookies()).filter((cookie) => cookie.name.includes("portico"));
      expect(cookies.map((cookie) => cookie.name)).toContain("__Host-portico_session");
      for (const cookie of cookies) {
        expect(cookie).toMatchObject({ name: expect.stringMatching(/^__Host-portico_/), secure: true, path: "/" });
      }
      await page.context().close();
    });

    test("logout by the client tells it by both channels and comes back with state", async ({ browser }) => {
      const page = await openPage(browser, isModern);
      const { idToken, claims } = await signIn(page);
      const [front, back] = [app.at("/frontchannel").length, app.at("/backchannel").length];
      const query = new URLSearchParams({
        id_token_hint: idToken,
        post_logout_redirect_uri: `${app.url}/signed-out`,
        state: "a b",
      });
      await page.goto(`${proxy.url}/oauth/end-session?${query}`);
      await page.waitForURL(`${app.url}/signed-out?state=a+b`);
      expect(app.at("/frontchannel")).toHaveLength(front + 1);
      expect(Object.fromEntries(app.at("/frontchannel").at(-1)?.query ?? [])).toEqual({
        kept: "1",
        iss: proxy.url,
        sid: claims.sid,
      });
      await expectLogoutToken(back + 1, claims);
      await expectSignedOut(page);
      await page.context().close();
    });

    test("sign-out at the portal, after its question, tells the client too", async ({ browser }) => {
      const page = await openPage(browser, isModern);
      const { claims } = await signIn(page);
      const [front, back] = [app.at("/frontchannel").length, app.at("/backchannel").length];
      await page.goto(`${proxy.url}/oauth/end-session`);
      await page.click("#logout-confirm");
      await page.waitForURL(`${proxy.url}/logout`);
      expect(app.at("/frontchannel")).toHaveLength(front + 1);
      await expectLogoutToken(back + 1, claims);
      await expectSignedOut(page);
      await page.context().close();
    });
  });
}

test("a request and an answer that fill an address get through, and one that is too long by POST goes on", async () => {
  const state = "s".repeat(10_000);
  const refused = { response_type: "token", prompt: "none", state };
  const asked = await http.get(authorizeUrl(refused), { maxRedirects: 0 });
  expect(asked.status()).toBe(303);
  expect(new URL(asked.headers().location ?? "").searchParams.get("state")).toBe(state);
  const long = new URL(authorizeUrl({ state: "s".repeat(30_000) })).searchParams;
  const posted = await http.post(`${proxy.url}/oauth/authorize`, { form: Object.fromEntries(long), maxRedirects: 0 });
  expect(posted.status()).toBe(303);
  const next = await http.get(posted.headers().location ?? "", { maxRedirects: 0 });
  expect(next.headers().location).toMatch(new RegExp(`^${proxy.url}/login\\?request=`));
});

test("a client that does not take the logout token at once gets another one later", async ({ browser }) => {
  const page = await openPage(browser, true);
  const { claims } = await signIn(page);
  const back = app.at("/backchannel").length;
  app.statuses.set("/backchannel", 503);
  await page.goto(`${proxy.url}/logout`);
  await page.click("#logout-confirm");
  await expect.poll(() => app.at("/backchannel").length, { timeout: 30_000 }).toBe(back + 1);
  app.statuses.delete("/backchannel");
  const first = app.at("/backchannel").at(-1)?.form.get("logout_token");
  await expectLogoutToken(back + 2, claims);
  expect(app.at("/backchannel").at(-1)?.form.get("logout_token")).not.toBe(first);
  await page.context().close();
});

test("the session frame says unchanged, and changed after sign-out (OpenID Connect Session Management §3)", async ({
  browser,
}) => {
  const page = await openPage(browser, true);
  const { callback } = await signIn(page);
  const state = callback.searchParams.get("session_state");
  expect(state).toMatch(/^[0-9a-f]{64}\.[\w-]+$/);
  const ask = () =>
    page.evaluate(
      ([address, message]) =>
        new Promise<unknown>((resolve) => {
          window.addEventListener("message", (event) => resolve(event.data), { once: true });
          const frame = document.createElement("iframe");
          frame.onload = () => frame.contentWindow?.postMessage(message, new URL(address).origin);
          frame.src = address;
          document.body.append(frame);
        }),
      [`${proxy.url}/oauth/check-session`, `${client.client_id} ${state}`] as const,
    );
  expect(await ask()).toBe("unchanged");
  await page.goto(`${proxy.url}/logout`);
  await page.click("#logout-confirm");
  await page.waitForURL(`${proxy.url}/logout`);
  await page.goto(`${app.url}/callback`);
  expect(await ask()).toBe("changed");
  await page.context().close();
});

test("the portal listens where PORTICO_HOST says, and nowhere else", async () => {
  const { port } = new URL(portal.url);
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  await expect(fetch(`http://127.0.0.2:${port}/healthz`)).rejects.toThrow();
});

test("an act has the address that the proxy saw, whatever its sender claims", async () => {
  const claimed = await request.newContext({
    ignoreHTTPSErrors: true,
    extraHTTPHeaders: { "x-forwarded-for": "198.51.100.1", "x-portico-peer": "127.0.0.1" },
  });
  const page = await claimed.get(`${proxy.url}/login`);
  const [, csrf = ""] = /name="csrf" value="([^"]+)"/.exec(await page.text()) ?? [];
  const form = { csrf, username: person.email, password: person.password };
  const arrived = await claimed.post(`${proxy.url}/login/submit`, { form, maxRedirects: 0 });
  expect(arrived.headers().location).toMatch(/\/account$/);
  const sessions = await (await claimed.get(`${proxy.url}/account/sessions`)).text();
  expect(sessions).toMatch(/127\.0\.0\.1|::1/);
  expect(sessions).not.toContain("198.51.100.1");
  await claimed.dispose();
});

test("the outbox does not open through a proxy, nor to its address", async () => {
  expect((await http.get(`${proxy.url}/outbox`)).status()).toBe(404);
  const { port } = new URL(portal.url);
  const { status } = await fetch(`http://127.0.0.1:${port}/outbox`, { headers: { host: `localhost:${port}` } });
  expect(status).toBe(404);
});

test("doctor finds nothing wrong here, and says what is when the proxy drops headers", async () => {
  const healthy = await portal.commandLine("doctor");
  expect(healthy).toContain(`The portal answers at ${proxy.url}.`);
  expect(healthy).toContain("The proxy says who called, and the portal trusts it.");
  expect(healthy).toContain("Nothing is wrong.");
  await proxy.breakBy({ kind: "drops", header: "Authorization" });
  const broken = await portal.commandLine("doctor").then(
    () => "it found nothing",
    (error: Error) => error.message,
  );
  await proxy.breakBy(null);
  expect(broken).toContain("ended with 1:");
  expect(broken).toContain("The Authorization header does not reach the portal. Let the proxy pass it on.");
});

test.describe("behind a proxy that rewrites Host and tells nobody", () => {
  test.beforeAll(() => proxy.breakBy({ kind: "rewrites-host" }));
  test.afterAll(() => proxy.breakBy(null));

  test("a browser that keeps no cookies is sent on once, and then answered", async () => {
    const headers = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    for (const path of ["/login", "/login?return_to=%2Faccount", "/oauth/authorize?client_id=unknown"]) {
      const first = await fetchWithoutCookies(`${proxy.url}${path}`, headers);
      expect(first.status()).toBe(307);
      const next = first.headers().location ?? "";
      expect(next).toBe(`${proxy.url}${path}${path.includes("?") ? "&" : "?"}portico_moved=1`);
      const second = await fetchWithoutCookies(next, headers);
      expect(second.status(), path).toBe(path.startsWith("/login") ? 200 : 400);
      expect(second.headers()["content-type"]).toContain("text/html");
    }
  });

  for (const isModern of [false, true]) {
    const kind = isModern ? "with" : "without";
    test(`people sign in and send the console's forms all the same, ${kind} JavaScript`, async ({ browser }) => {
      const page = await openPage(browser, isModern);
      await page.goto(`${proxy.url}/console/clients/new`);
      await page.fill("#username", person.email);
      await page.fill("#password", person.password);
      await page.click("#login-submit");
      const wizard = new RegisterScreen(page);
      await wizard.chooseKind("Acme Calendar");
      await wizard.register([`${app.url}/callback`]);
      expect((await wizard.readCredentials()).clientSecret).not.toBe("");
      await page.context().close();
    });
  }

  test("doctor says what to change", async () => {
    const report = await portal.commandLine("doctor").then(
      () => "it found nothing",
      (error: Error) => error.message,
    );
    expect(report).toContain("Let the proxy pass Host on as it came, or tell it in X-Forwarded-Host");
  });
});
