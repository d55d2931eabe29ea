import { expect, test } from "playwright/test";
import { Portal, type RegisteredClient } from "../fixtures/portal";
import { startPostgres } from "../run/postgres.mjs";
import { DatabaseGate } from "./database-gate";
import { askForToken, createService, isActive } from "./token-requests";

// Everything that people and apps can request, while the database refuses connections, and while it keeps them open and
// stays silent. One portal for both, with one process for the protocol and one for the pages.
test.describe.configure({ mode: "serial", timeout: 300_000 });

let postgres: { url: string; stop: () => Promise<void> };
let gate: DatabaseGate;
let portal: Portal;
let service: RegisteredClient;
let web: RegisteredClient;
let token = "";

test.beforeAll(async () => {
  postgres = await startPostgres();
  gate = new DatabaseGate(postgres.url);
  portal = await Portal.start({ DATABASE_URL: await gate.open() });
  service = await createService(portal);
  web = await portal.createClient({ client_name: "Web", redirect_uris: ["https://client.example/callback"] });
  token = (await askForToken(portal, service)).token;
  // The build loads each page when it is first asked for.
  await Promise.all(pages.map((page) => fetch(`${portal.url}${page}`)));
});
test.afterAll(async () => {
  await portal.stop();
  await gate.shut();
  await postgres.stop();
});

/** What they show depends on who is signed in, which only the database knows. */
const pages = ["/", "/login", "/choose", "/account", "/account/apps", "/console", "/admin/clients"];
const documents = [
  "/oauth/jwks",
  "/.well-known/openid-configuration",
  "/.well-known/oauth-authorization-server",
] as const;

/** The most that anybody waits, in milliseconds. */
const patience = 5_000;

/** Asks, and answers with how long that took. */
async function ask(path: string, init: RequestInit = {}) {
  const since = performance.now();
  const response = await fetch(`${portal.url}${path}`, { redirect: "manual", ...init });
  const body = await response.text();
  return { path, status: response.status, headers: response.headers, body, ms: performance.now() - since };
}

const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  ask(path, { method: "POST", body: new URLSearchParams(fields), headers });

const authorize = () =>
  `/oauth/authorize?response_type=code&client_id=${web.client_id}&code_challenge_method=S256&code_challenge=${"c".repeat(43)}`;

/** Of somebody who says that they are signed in. */
const signedIn = () => ({ cookie: `portico_session_${new URL(portal.url).port}=${"s".repeat(43)}` });

const metadata = JSON.stringify({ redirect_uris: ["https://client.example/callback"] });

const basic = () => ({
  authorization: `Basic ${Buffer.from(`${service.client_id}:${service.client_secret}`).toString("base64")}`,
});

async function expectOutage() {
  const programs = await Promise.all([
    post("/oauth/token", { grant_type: "client_credentials" }, basic()),
    post("/oauth/introspect", { token }, basic()),
    // Of the form of a refresh token: what could not be one of ours needs no look-up, and so no database.
    post("/oauth/revoke", { token: `pt_rt_${"u".repeat(43)}` }, basic()),
    ask("/oauth/userinfo", { headers: { authorization: `Bearer ${token}` } }),
    // Metadata that is right: what is wrong with it can be known without the database, and is said in an outage too.
    ask("/oauth/register", { method: "POST", body: metadata, headers: { "content-type": "application/json" } }),
    ask("/api/v1/account", { headers: { authorization: `Bearer ${token}` } }),
    ask("/readyz"),
  ]);
  for (const { path, status, headers, body, ms } of programs) {
    expect(status, `${path}: ${body}`).toBe(503);
    expect(headers.get("content-type"), path).toMatch(/json/);
    expect(ms, path).toBeLessThan(patience);
    expect(headers.get("retry-after"), path).toBe("2");
    if (path.startsWith("/oauth/")) expect(JSON.parse(body)).toMatchObject({ error: "temporarily_unavailable" });
  }

  const people = await Promise.all([
    ...pages.map((page) => ask(page, { headers: signedIn() })),
    ask(authorize()),
    ask(`${authorize()}&prompt=none`),
    ask("/oauth/end-session", { headers: signedIn() }),
    post("/consent/submit", { request: "r".repeat(43), decision: "allow" }, signedIn()),
  ]);
  for (const { path, status, headers, body, ms } of people) {
    expect(status, path).toBe(503);
    expect(headers.get("content-type"), path).toMatch(/^text\/html/);
    expect(headers.get("retry-after"), path).toBe("2");
    expect(headers.get("content-security-policy"), path).toContain("frame-ancestors 'none'");
    expect(body, path).toContain("We will be right back");
    expect(body, path).toContain("nothing is lost");
    expect(body, "an app is not to blame").not.toMatch(/\bWeb\b|developer/i);
    expect(body, "where the database is").not.toContain("127.0.0.1");
    expect(ms, path).toBeLessThan(patience);
  }

  for (const { path, status, body } of await Promise.all(documents.map((document) => ask(document)))) {
    expect(status, path).toBe(200);
    expect(Object.keys(JSON.parse(body)), path).toContain(path === "/oauth/jwks" ? "keys" : "issuer");
  }
}

/** The process answers, and says within a second that it cannot work; those who ask next are told the same. */
async function expectUnready(reasons: RegExp) {
  const look = async () => {
    const { body, ms } = await ask("/readyz");
    expect(ms).toBeLessThan(1_000);
    return body;
  };
  await expect.poll(look, { timeout: 3_000 }).toMatch(reasons);
  for (const { status, ms } of await Promise.all(Array.from({ length: 20 }, () => ask("/readyz")))) {
    expect(status).toBe(503);
    expect(ms).toBeLessThan(1_000);
  }
  const alive = await ask("/healthz");
  expect([alive.status, alive.body]).toEqual([200, '{"status":"ok"}']);
}

/** A second after the database is back, everything works, as it did before. */
async function expectBack() {
  await expect.poll(async () => (await ask("/login")).status, { timeout: 1_000, intervals: [50] }).toBe(200);
  // It hears of changes again a little later.
  await expect.poll(async () => (await ask("/readyz")).body, { timeout: 4_000 }).toBe('{"status":"ready"}');
  expect((await askForToken(portal, service)).status).toBe(200);
  expect(await isActive(portal, service, token)).toBe(true);
  expect((await ask(authorize())).status).toBe(303);
}

test("a database that refuses connections: 503 with what to do, and back within a second", {
  tag: "@measured",
}, async () => {
  await gate.shut();
  await expectUnready(/"reason":"(database_away|changes_unheard)"/);
  await expectOutage();
  await gate.open();
  await expectBack();
});

test("a database that hangs: the same, within five seconds", { tag: "@measured" }, async () => {
  gate.freeze(true);
  await expectUnready(/"reason":"(database_timeout|database_away)"/);
  await expectOutage();
  // By now the outage is known, and nobody waits.
  expect((await ask("/login")).ms).toBeLessThan(1_000);
  gate.freeze(false);
  await expectBack();
});
