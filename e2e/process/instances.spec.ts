import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { expect, test } from "playwright/test";
import { Portal, type RegisteredClient } from "../fixtures/portal";
import { findFreePort, type ServerProcess } from "../fixtures/process";
import { startPostgres } from "../run/postgres.mjs";
import { connectAgainAndAgain } from "./token-requests";

// Two hosts of the same build on one PostgreSQL: the server of `npm start` with two workers and its fast lane, and
// `next start`, where every request takes the router of Next.js.
test.describe.configure({ mode: "serial", timeout: 300_000 });

let postgres: { url: string; stop: () => Promise<void> };
let databaseUrl = "";
let portal: Portal;
let metricsUrl = "";
let collector: Server;

interface Span {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
}
/** What the processes of the portal sent to the collector of OpenTelemetry. */
const spans: Span[] = [];

/** Takes traces by OTLP over HTTP, as JSON. */
async function startCollector(): Promise<string> {
  collector = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString());
    for (const { scopeSpans } of resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
    response.setHeader("content-type", "application/json").end("{}");
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
}
let next: ServerProcess;
let nextUrl = "";
let service: RegisteredClient;
let web: RegisteredClient;

async function execute(sql: string, values: string[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(sql, values);
  await client.end();
}

test.beforeAll(async () => {
  postgres = await startPostgres();
  databaseUrl = postgres.url;
  const metricsPort = await findFreePort();
  metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
  portal = await Portal.start({
    DATABASE_URL: databaseUrl,
    PORTICO_WORKERS: "2",
    PORTICO_METRICS_PORT: String(metricsPort),
    // Of proxies alone a trace is continued.
    PORTICO_TRUST_PROXY: "loopback",
    OTEL_EXPORTER_OTLP_ENDPOINT: await startCollector(),
    OTEL_BSP_SCHEDULE_DELAY: "200",
  });
  const port = String(await findFreePort());
  nextUrl = `http://localhost:${port}`;
  next = portal.startBeside(["node_modules/next/dist/bin/next", "start", "-p", port], { PORT: port });
  await next.waitFor(`${nextUrl}/.well-known/openid-configuration`);
  service = await portal.createClient({ client_name: "Service", grant_types: ["client_credentials"] });
  web = await portal.createClient({ client_name: "Web", redirect_uris: ["https://client.example/callback"] });
});

test.afterAll(async () => {
  await next.stop();
  await portal.stop();
  await postgres.stop();
  collector.closeAllConnections();
  collector.close();
});

const basic = ({ client_id, client_secret }: RegisteredClient) =>
  `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString("base64")}`;

function form(path: string, body: string, headers: Record<string, string> = {}): [string, RequestInit] {
  const type = { "content-type": "application/x-www-form-urlencoded" };
  return [path, { method: "POST", body, headers: { ...type, ...headers } }];
}

/** Those of a connection, the request's name by the server in front, and those that Next.js adds for its own pages' sake. */
const hopHeaders = ["date", "connection", "keep-alive", "content-length", "transfer-encoding", "x-request-id", "vary"];

/** What an answer says, without what is random in it. */
async function ask(url: string, path: string, init: RequestInit = {}) {
  const headers = { "accept-encoding": "identity", ...(init.headers as Record<string, string>) };
  const answer = await fetch(`${url}${path}`, { redirect: "manual", ...init, headers });
  const mask = (text: string) =>
    text
      .replace(/pt_at_[\w-]{43}/g, "pt_at_…")
      .replace(/request=[\w-]{43}/g, "request=…")
      .replace(/portico_browser(_\d+)?=[\w-]{43}/g, "portico_browser=…")
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "(uuid)");
  return {
    status: answer.status,
    headers: [...answer.headers]
      .filter(([name]) => !hopHeaders.includes(name))
      .map(([name, text]) => [name, mask(text)]),
    body: mask(await answer.text()),
  };
}

test("the fast lane and the routes of Next.js answer alike", async () => {
  const auth = { authorization: basic(service) };
  const [path, given] = form("/oauth/token", "grant_type=client_credentials", auth);
  const { access_token: token } = (await (await fetch(portal.url + path, given)).json()) as { access_token: string };
  const authorize = `/oauth/authorize?response_type=code&client_id=${web.client_id}&state=s&code_challenge_method=S256&code_challenge=${"c".repeat(43)}`;
  const tag = (await fetch(`${portal.url}/oauth/jwks`)).headers.get("etag") ?? "";
  const requests: [string, RequestInit?][] = [
    form("/oauth/token", "grant_type=client_credentials", auth),
    form("/oauth/token", "grant_type=client_credentials&scope=openid", auth),
    form("/oauth/token", "grant_type=client_credentials", { authorization: "Basic bm9ib2R5Om5vdGhpbmc=" }),
    form("/oauth/token", "grant_type=client_credentials&grant_type=client_credentials", auth),
    form("/oauth/token", "grant_type=password", auth),
    form("/oauth/token", "grant_type=authorization_code&code=unknown", { authorization: basic(web) }),
    form("/oauth/token", "grant_type=refresh_token&refresh_token=pt_rt_unknown", { authorization: basic(web) }),
    form("/oauth/token", "grant_type=%ff", auth),
    form("/oauth/token", `a=${"a".repeat(70_000)}`, auth),
    ["/oauth/token", { method: "POST", body: "{}", headers: { ...auth, "content-type": "application/json" } }],
    ["/oauth/token", { method: "GET" }],
    ["/oauth/token", { method: "OPTIONS", headers: { origin: "https://client.example" } }],
    form("/oauth/introspect", `token=${token}`, auth),
    form("/oauth/introspect", "token=unknown", auth),
    form("/oauth/introspect", `token=${token}`),
    form("/oauth/revoke", "token=unknown", auth),
    ["/oauth/userinfo"],
    ["/oauth/userinfo", { headers: { authorization: `Bearer ${token}` } }],
    ["/oauth/userinfo", { headers: { authorization: "Bearer pt_at_unknown" } }],
    ["/oauth/userinfo?access_token=a"],
    ["/oauth/jwks"],
    ["/oauth/jwks"],
    ["/oauth/jwks", { method: "HEAD" }],
    ["/oauth/jwks", { headers: { "if-none-match": tag } }],
    ["/.well-known/openid-configuration"],
    ["/.well-known/oauth-authorization-server"],
    ["/.well-known/oauth-protected-resource/api/v1"],
    ["/api/v1/account"],
    ["/api/v1/account", { headers: { authorization: `Bearer ${token}` } }],
    [authorize],
    [`${authorize}&prompt=none`],
    [`${authorize}&response_mode=form_post&prompt=none`],
    [`${authorize}&redirect_uri=https://elsewhere.example/`],
    ["/oauth/authorize?client_id=unknown"],
    [authorize, { headers: { "sec-fetch-dest": "empty" } }],
    form("/oauth/authorize", authorize.slice(authorize.indexOf("?") + 1)),
    ["/oauth/end-session"],
    ["/oauth/check-session"],
    ["/oauth/register", { method: "POST", body: "{}", headers: { "content-type": "application/json" } }],
    ["/oauth/register", { method: "OPTIONS", headers: { origin: "https://client.example" } }],
  ];
  for (const [target, init] of requests) {
    const fast = await ask(portal.url, target, init);
    const routed = await ask(nextUrl, target, init);
    expect(fast, `${init?.method ?? "GET"} ${target}`).toEqual(routed);
    expect(fast.status, target).toBeLessThan(500);
  }
});

test("what an instance changed counts for the others within a second", { tag: "@measured" }, async () => {
  const status = async (url: string) =>
    (await ask(url, ...form("/oauth/token", "grant_type=client_credentials", { authorization: basic(service) })))
      .status;
  const authorizeStatus = async (url: string) => {
    const query = new URLSearchParams({ client_id: web.client_id, response_type: "code" });
    query.set("redirect_uri", "https://client.example/moved");
    return (await ask(url, `/oauth/authorize?${query}`)).status;
  };
  const everywhere = async (read: (url: string) => Promise<number>, wanted: number) => {
    // Both workers of the portal, and the other instance, many times each.
    const urls = [...Array.from({ length: 8 }, () => portal.url), nextUrl];
    await expect
      .poll(async () => [...new Set(await Promise.all(urls.map(read)))], { timeout: 1_000, intervals: [50] })
      .toEqual([wanted]);
  };
  await everywhere(status, 200);
  await execute("UPDATE client_secrets SET revoked_at = now() WHERE client_id = $1", [service.client_id]);
  await everywhere(status, 401);
  await execute("UPDATE client_secrets SET revoked_at = NULL WHERE client_id = $1", [service.client_id]);
  await everywhere(status, 200);
  await execute("UPDATE clients SET suspended_at = now() WHERE id = $1", [service.client_id]);
  await everywhere(status, 401);
  await execute("UPDATE clients SET suspended_at = NULL WHERE id = $1", [service.client_id]);
  await everywhere(status, 200);

  await everywhere(authorizeStatus, 400);
  await execute("UPDATE redirect_uris SET uri = 'https://client.example/moved' WHERE client_id = $1", [web.client_id]);
  await everywhere(authorizeStatus, 303);
  await execute("DELETE FROM redirect_uris WHERE client_id = $1", [web.client_id]);
  await everywhere(authorizeStatus, 400);
});

test("/metrics is one answer for all processes, and a request counts once, whichever of them answers it", async () => {
  const read = async () => {
    const text = await (await fetch(metricsUrl)).text();
    return (series: string) =>
      Number(
        text
          .split("\n")
          .find((line) => line.startsWith(`${series} `))
          ?.split(" ")
          .at(-1) ?? 0,
      );
  };
  await expect.poll(async () => (await read())('portico_processes{role="protocol"}')).toBe(2);
  const before = await read();
  const counted = ["introspect", "login", "other"].map(
    (name) => `portico_requests_total{endpoint="${name}",outcome="refused"}`,
  );
  const pages = 'portico_requests_total{endpoint="login",outcome="ok"}';
  for (let round = 0; round < 10; round += 1) {
    await ask(portal.url, ...form("/oauth/introspect", "token=a"));
    await ask(portal.url, "/login");
    await ask(portal.url, `/${randomUUID()}`);
  }
  const growth = async () => {
    const now = await read();
    return [...counted, pages].map((series) => now(series) - before(series));
  };
  await expect.poll(growth).toEqual([10, 0, 10, 10]);
  const now = await read();
  expect(now('portico_processes{role="pages"}')).toBe(1);
  expect(now('portico_events_total{type="token.issued",outcome="ok"}')).toBeGreaterThan(0);
  expect(now("portico_database_connections_max")).toBe(3 * 10);
  expect(now("portico_database_up")).toBe(1);
  expect((await fetch(`${portal.url}/metrics`)).status).toBe(404);
});

test("a trace has a request's statements, and goes on in the process of the pages (OpenTelemetry, Trace Context §3)", async () => {
  const traceOf = async (path: string, init: RequestInit = {}) => {
    const traceId = randomUUID().replaceAll("-", "");
    const traceparent = `00-${traceId}-${traceId.slice(0, 16)}-01`;
    await ask(portal.url, path, { ...init, headers: { ...init.headers, traceparent } });
    return () => spans.filter((span) => span.traceId === traceId);
  };
  const named = (of: Span[], name: string) => of.filter((span) => span.name === name);
  const [path, given] = form("/oauth/token", "grant_type=client_credentials", { authorization: basic(service) });
  const token = await traceOf(path, given);
  await expect.poll(() => named(token(), "POST token").length).toBe(1);
  await expect.poll(() => token().map(({ name }) => name)).toContain("create-access-tokens");

  const login = await traceOf("/login");
  await expect.poll(() => named(login(), "GET login").length).toBe(2);
  const [one, other] = named(login(), "GET login");
  expect([one?.parentSpanId === other?.spanId, other?.parentSpanId === one?.spanId].filter(Boolean)).toHaveLength(1);
});

const statusOf = (path: string) =>
  fetch(portal.url + path).then(
    ({ status }) => status,
    () => 0,
  );

/** The process of the pages is the first that starts; two of the protocol follow. */
const all = 3;

test("a process of the protocol that is killed leaves no connection without an answer or an end", async () => {
  const others = connectAgainAndAgain(portal);
  try {
    for (let round = 0; round < 4; round += 1) {
      await expect.poll(() => portal.listWorkers(), { timeout: 60_000 }).toHaveLength(all);
      const ended = others.countEnded();
      await expect.poll(others.countEnded, { timeout: 30_000 }).toBeGreaterThan(ended + 200);
      // The one that has served longest, which is not the process of the pages.
      const [, victim = 0] = (await portal.listWorkers()).toSorted((a, b) => a - b);
      process.kill(victim, "SIGKILL");
      await expect.poll(async () => (await portal.listWorkers()).includes(victim)).toBe(false);
    }
  } finally {
    expect(await others.stop(), "connections left without an answer or an end").toBe(0);
  }
});

for (const { which, index, meanwhile } of [
  { which: "process of the protocol", index: 1, meanwhile: "/healthz" },
  { which: "process of the pages", index: 0, meanwhile: "/oauth/jwks" },
]) {
  test(`a ${which} that dies is replaced, and the others go on meanwhile`, async () => {
    await expect.poll(() => portal.listWorkers(), { timeout: 60_000 }).toHaveLength(all);
    const before = (await portal.listWorkers()).toSorted((a, b) => a - b);
    const victim = before[index] ?? 0;
    process.kill(victim, "SIGKILL");
    await expect.poll(async () => (await portal.listWorkers()).includes(victim)).toBe(false);
    // A connection that the dead one held is cut; the next one leads to another.
    await expect.poll(() => statusOf(meanwhile)).toBe(200);
    await expect.poll(() => portal.listWorkers(), { timeout: 60_000 }).toHaveLength(all);
    expect(await portal.listWorkers()).not.toContain(victim);
    await expect.poll(() => statusOf("/login"), { timeout: 60_000 }).toBe(200);
  });
}

test("SIGTERM ends all processes, one that is only starting included", async () => {
  await expect.poll(() => portal.listWorkers(), { timeout: 60_000 }).toHaveLength(all);
  const before = await portal.listWorkers();
  process.kill(Math.max(...before), "SIGKILL");
  const isNew = (id: number) => !before.includes(id);
  await expect.poll(async () => (await portal.listWorkers()).some(isNew), { timeout: 60_000 }).toBe(true);
  const ids = [portal.processId, ...(await portal.listWorkers())];
  process.kill(portal.processId, "SIGTERM");
  await expect.poll(() => ids.filter(isRunning), { timeout: 10_000 }).toEqual([]);
});

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}
