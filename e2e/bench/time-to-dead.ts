// `npm run bench -- --time-to-dead [TOKENS]`: how long an API goes on accepting a token that was ended, counted from the
// answer to what ended it, while 200 requests a second come to it. Four ways to check a token, and two ways to end one, on a
// durable PostgreSQL.
import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from "jose";
import { RevokedTokens } from "../apps/calendar-api/revoked-tokens";
import { StatusListCheck } from "../apps/calendar-api/status-list";
import { calendarApi } from "../fixtures/calendar-api";
import { Portal, type RegisteredApi, type RegisteredClient } from "../fixtures/portal";
import { BenchDatabase, query } from "./database";
import { EventAddress } from "./event-address";

/** Tokens that are ended in each row. */
const TOKENS = Number(process.argv[2] ?? 60);

/** Requests that come to the APIs meanwhile, a second; a run with fewer than this share of them counts for nothing. */
const RATE = 200;
const LEAST_OF_RATE = 0.95;

/** Milliseconds between two looks at a token that was ended, and between two ends. */
const LOOK_EVERY = 10;
const END_EVERY = 137;

/** The longest time that is waited for a token to be refused, in milliseconds. */
const PATIENCE = 30_000;

const CALLBACK = "https://client.example/callback";

type IsAccepted = (token: string) => Promise<boolean>;

/** A token that is valid, and what ends it. */
interface Mortal {
  token: string;
  end: () => Promise<void>;
}

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
});

async function post(url: string, headers: Record<string, string>, body: Record<string, string>) {
  const response = await fetch(url, { method: "POST", headers, body: new URLSearchParams(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response;
}

/** The value below which this share of the values lies. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Sends `RATE` requests a second until it is stopped, however late a timer is. */
function startLoad(ask: () => Promise<boolean>): { stop: () => { asked: number; refused: number; rate: number } } {
  const startedAt = performance.now();
  let asked = 0;
  let refused = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * RATE);
    for (; asked < due; asked += 1) {
      ask().then(
        (accepted) => {
          refused += accepted ? 0 : 1;
        },
        () => {
          refused += 1;
        },
      );
    }
  }, 1000 / RATE);
  return {
    stop: () => {
      clearInterval(timer);
      return { asked, refused, rate: asked / ((performance.now() - startedAt) / 1000) };
    },
  };
}

/** Ends tokens at any time of the seconds between two lists. Answers for how many milliseconds each was still accepted. */
async function measure(mortals: readonly Mortal[], loaded: string, isAccepted: IsAccepted) {
  const load = startLoad(() => isAccepted(loaded));
  const dieAfter = async ({ token, end }: Mortal, index: number) => {
    if (!(await isAccepted(token))) throw new Error("A token was refused before it was ended");
    await sleep(index * END_EVERY);
    await end();
    const endedAt = performance.now();
    while (await isAccepted(token)) {
      if (performance.now() - endedAt > PATIENCE) return PATIENCE;
      await sleep(LOOK_EVERY);
    }
    return performance.now() - endedAt;
  };
  const times = await Promise.all(mortals.map(dieAfter));
  const { asked, refused, rate } = load.stop();
  if (refused > 0) throw new Error(`${refused} of ${asked} requests with a live token were refused`);
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), longest: Math.max(...times), rate };
}

/** An API with JWT access tokens or opaque ones, and the client by which it asks about them. */
async function createApi(portal: Portal, name: string, format: "jwt" | "opaque"): Promise<RegisteredApi> {
  const api = calendarApi(`https://${name}.example`, {
    name,
    scopes: name,
    token_format: format,
    access_token_ttl: 600,
  });
  return await portal.createApi({ ...api, client_policy: "open" });
}

function introspects(portal: Portal, api: RegisteredApi): IsAccepted {
  const headers = basic(api.introspection_client_id, api.introspection_client_secret);
  return async (token) => {
    const answer = await post(`${portal.url}/oauth/introspect`, headers, { token });
    return ((await answer.json()) as { active: boolean }).active;
  };
}

/** Tokens of a service's own, which it revokes one by one. @see RFC 7009 */
function revocable(portal: Portal, client: RegisteredClient) {
  const own = basic(client.client_id, client.client_secret);
  return async (resource: string): Promise<Mortal> => {
    const answer = await post(`${portal.url}/oauth/token`, own, { grant_type: "client_credentials", resource });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    return {
      token,
      end: async () => {
        await post(`${portal.url}/oauth/revoke`, own, { token });
      },
    };
  };
}

/** What a person's yes to a client leaves in the database, with a code that the client redeems. Answers the access token. */
async function allow(
  { portal, url, userId }: { portal: Portal; url: string; userId: string },
  client: RegisteredClient,
  scope: string,
  resource: string,
): Promise<string> {
  const [code, grantId, consentId] = [randomUUID(), randomUUID(), randomUUID()];
  const hash = createHash("sha256").update(code).digest("base64url");
  await query(
    url,
    `INSERT INTO consents (id, user_id, client_id, resources, created_at, updated_at)
     VALUES ($1, $2, $3, $4, now(), now())`,
    [consentId, userId, client.client_id, [resource]],
  );
  await query(url, "INSERT INTO consent_scopes (consent_id, scope, granted_at) VALUES ($1, $2, now())", [
    consentId,
    scope,
  ]);
  await query(
    url,
    `INSERT INTO grants (id, client_id, user_id, scopes, resources, authenticated_at, amr, created_at)
     VALUES ($1, $2, $3, $4, $5, now(), '{pwd}', now())`,
    [grantId, client.client_id, userId, [scope], [resource]],
  );
  await query(
    url,
    `INSERT INTO authorization_codes (code_hash, grant_id, client_id, redirect_uri, created_at, expires_at)
     VALUES ($1, $2, $3, $4, now(), now() + interval '1 minute')`,
    [hash, grantId, client.client_id, CALLBACK],
  );
  const answer = await post(`${portal.url}/oauth/token`, basic(client.client_id, client.client_secret), {
    grant_type: "authorization_code",
    code,
    redirect_uri: CALLBACK,
    resource,
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** Tokens of one app each, which their person removes in the account: by its API, which does what its page does. */
async function removable(portal: Portal, url: string) {
  const { userId } = await portal.createUser();
  const person = { portal, url, userId };
  const register = (name: string, scope: string) =>
    portal.createClient({ client_name: name, redirect_uris: [CALLBACK], scope });
  const ownApi = `${portal.url}/api/v1`;
  const tool = await allow(person, await register("Tool", "consents"), "consents", ownApi);
  let count = 0;
  return async (resource: string): Promise<Mortal> => {
    count += 1;
    const scope = `${new URL(resource).hostname.split(".")[0]}:read`;
    const client = await register(`App ${count}`, scope);
    const token = await allow(person, client, scope, resource);
    return {
      token,
      end: async () => {
        const answer = await fetch(`${ownApi}/consents/${client.client_id}`, {
          method: "DELETE",
          headers: { authorization: `Bearer ${tool}` },
        });
        if (answer.status !== 204) throw new Error(`The app was not removed: ${answer.status}`);
      },
    };
  };
}

/** What the console does when a developer chooses how an app is told of its events, and its address has taken the first. */
async function listen(url: string, api: RegisteredApi, endpointUrl: string | null): Promise<void> {
  await query(
    url,
    `INSERT INTO event_streams (id, client_id, delivery, endpoint_url, events, verified_at, created_at, updated_at)
     VALUES (gen_random_uuid(), $1, $2, $3, '{tokens-revoked}', now(), now(), now())`,
    [api.introspection_client_id, endpointUrl === null ? "poll" : "push", endpointUrl],
  );
}

function revokedTokensOf(portal: Portal, api: RegisteredApi, keys: JWTVerifyGetKey): RevokedTokens {
  return new RevokedTokens({
    issuer: portal.url,
    clientId: api.introspection_client_id,
    clientSecret: api.introspection_client_secret,
    keys,
  });
}

const folder = await mkdtemp(path.join(os.tmpdir(), "portico-bench-"));
const database = await BenchDatabase.start();
const listening = new AbortController();
let pushed: RevokedTokens | null = null;
const address = await EventAddress.start(async (token) => {
  if (pushed === null) throw new Error("Nobody waits for events yet");
  await pushed.take(token);
});
const certificateFile = path.join(folder, "ca.pem");
await writeFile(certificateFile, address.certificate);
const url = await database.create("portico");
const portal = await Portal.start({
  DATABASE_URL: url,
  PORTICO_SECRET: randomUUID().repeat(2),
  PORTICO_FETCH_ALLOW: address.host,
  NODE_EXTRA_CA_CERTS: certificateFile,
});
try {
  const opaque = await createApi(portal, "opaque", "opaque");
  const polling = await createApi(portal, "polling", "jwt");
  const told = await createApi(portal, "told", "jwt");
  const service = await portal.createClient({
    client_name: "Service",
    kind: "service",
    grant_types: ["client_credentials"],
    scope: "opaque:read polling:read told:read",
  });
  await listen(url, polling, null);
  await listen(url, told, `https://${address.host}/events`);
  const issuer = portal.url;
  const keys = createRemoteJWKSet(new URL(`${issuer}/oauth/jwks`));
  const lists = new StatusListCheck({ issuer, keys });
  const polled = revokedTokensOf(portal, polling, keys);
  void polled.poll(listening.signal);
  const sent = revokedTokensOf(portal, told, keys);
  pushed = sent;
  const verify = async (token: string, audience: string) =>
    (await jwtVerify(token, keys, { issuer, audience })).payload;
  const ways: [name: string, resource: string, isAccepted: IsAccepted, goal: number][] = [
    ["opaque, by introspection", opaque.identifier, introspects(portal, opaque), 0],
    [
      "JWT, by status list",
      polling.identifier,
      async (token) => !(await lists.isRevoked(await verify(token, polling.identifier))),
      15_000,
    ],
    [
      "JWT, by fetched events",
      polling.identifier,
      async (token) => !polled.has(await verify(token, polling.identifier)),
      1_000,
    ],
    ["JWT, by sent events", told.identifier, async (token) => !sent.has(await verify(token, told.identifier)), 1_000],
  ];
  const ends = [
    ["revoked by the app", revocable(portal, service)],
    ["app removed by its person", await removable(portal, url)],
  ] as const;
  console.log(`${TOKENS} tokens each; milliseconds from the answer to what ended a token to the first refusal\n`);
  console.log(
    "| access token             | ended                     | goal   | p50   | p99   | longest | requests a second |",
  );
  console.log(
    "| ------------------------ | ------------------------- | ------ | ----- | ----- | ------- | ----------------- |",
  );
  for (const [end, issue] of ends) {
    for (const [name, resource, isAccepted, goal] of ways) {
      const { token: loaded } = await issue(resource);
      const mortals: Mortal[] = [];
      for (let n = 0; n < TOKENS; n += 1) mortals.push(await issue(resource));
      const { p50, p99, longest, rate } = await measure(mortals, loaded, isAccepted);
      const cells = [p50, p99, longest].map((value) => value.toFixed(0));
      console.log(`| ${[name.padEnd(24), end.padEnd(25), goal, ...cells, rate.toFixed(0)].join(" | ")} |`);
      // The first look comes right after the answer, and takes as long as a request.
      if (p99 > Math.max(goal, 100) || rate < RATE * LEAST_OF_RATE) process.exitCode = 1;
    }
  }
} finally {
  listening.abort();
  await portal.stop();
  await address.stop();
  await database.stop();
  await rm(folder, { recursive: true, force: true });
}
