import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createAccount } from "../../auth/accounts";
import { findCurrentUser } from "../../auth/current-user";
import { handleSignIn } from "../../auth/handle-sign-in";
import { getPasswordPool } from "../../auth/password-pool";
import { TestBrowser } from "../../auth/testing/browser";
import { getAuthorizationServer } from "../../authorization-server";
import { runCommand } from "../../cli/run-command";
import { resetEnv } from "../../env";
import { resetMasterKey } from "../../keys/secret";
import { EVENT_KINDS } from "../../oauth/events/kinds";
import { hashSecret } from "../../oauth/secrets";
import { authorizationCode, grant } from "../../oauth/testing/fixtures";
import { flushEvents } from "../audit/events";
import { saveEventStream } from "../clients/event-streams";
import { type Database, getDb, openDatabase, readKeptKeysAgain, setDatabase } from "../driver/database";
import { newId } from "../driver/new-id";
import { oauthStore } from "../protocol/store";
import { openMemoryTestDatabase, openServerTestDatabase, useTestDatabase } from "../testing/test-database";

useTestDatabase();

const person = { username: "user@example.org", password: "four quiet grey herons" };
const redirectUri = "https://client.example/callback";
/** RFC 7636 Appendix B: the verifier of the fixtures' challenge */
const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

let folder = "";
let own: Database;

beforeAll(async () => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "https://id.example.org" });
  resetMasterKey("a secret for tests, 32 characters and more");
  folder = await mkdtemp(path.join(tmpdir(), "portico-restore-"));
  own = await openDatabase();
});
afterAll(async () => {
  setDatabase(own);
  resetEnv();
  resetMasterKey();
  await getPasswordPool().close();
  await rm(folder, { recursive: true, force: true });
});

/** Asks the token endpoint as a client with a secret (RFC 6749 §2.3.1). */
async function askForTokens(client: Credentials, form: Record<string, string>): Promise<Record<string, unknown>> {
  const { issuer } = (await getAuthorizationServer()).context;
  const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString("base64");
  const headers = { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams(form).toString();
  const handler = (await getAuthorizationServer()).findHandler("/oauth/token");
  const response = await handler?.(new Request(`${issuer}/oauth/token`, { method: "POST", headers, body }));
  return (await response?.json()) ?? {};
}

interface Credentials {
  client_id: string;
  client_secret: string;
}

/** A portal in use: somebody with an account allowed an app, which has a refresh token. */
async function fill(): Promise<{ client: Credentials; refreshToken: string }> {
  const account = await createAccount({ email: person.username, password: person.password, name: "예제 사용자" });
  const userId = account?.userId ?? "";
  const grantTypes = ["authorization_code", "refresh_token"];
  const metadata = { client_name: "An app", redirect_uris: [redirectUri], grant_types: grantTypes };
  const client: Credentials = JSON.parse(await runCommand({ name: "client create", metadata }));
  const now = new Date();
  const scopes = ["openid", "offline_access"];
  const given = grant({ userId, clientId: client.client_id, scopes, resources: [], claims: null, createdAt: now });
  const expiresAt = new Date(now.getTime() + 60_000);
  const code = authorizationCode(given, { codeHash: hashSecret("pt_ac_code"), createdAt: now, expiresAt });
  // It is told of what happens, and nothing happens by a restore.
  const stream = { delivery: "push", endpointUrl: "https://client.example/events", events: EVENT_KINDS } as const;
  await saveEventStream(client.client_id, stream, now);
  const db = await getDb();
  await db.eventStream.updateMany({ data: { verifiedAt: now } });
  await db.consent.create({ data: { id: newId(), userId, clientId: client.client_id } });
  await oauthStore.createAuthorizationCode(given, code, null);
  const form = { grant_type: "authorization_code", code: "pt_ac_code", redirect_uri: redirectUri };
  const tokens = await askForTokens(client, { ...form, code_verifier: verifier });
  expect(tokens).toMatchObject({ refresh_token: expect.stringMatching(/^pt_rt_/) });
  return { client, refreshToken: String(tokens.refresh_token) };
}

/** Every row of a backup, by its table. */
async function readRows(file: string): Promise<Map<string, Set<string>>> {
  const lines = gunzipSync(await readFile(file))
    .toString()
    .trim()
    .split("\n")
    .slice(1, -1);
  const tables = new Map<string, Set<string>>();
  for (const line of lines) {
    const { table, rows }: { table: string; rows: unknown[] } = JSON.parse(line);
    const found = tables.get(table) ?? new Set();
    for (const row of rows) found.add(JSON.stringify(row));
    tables.set(table, found);
  }
  return tables;
}

/** The table of every row that only the first of two backups holds. */
function listOnlyIn(one: Map<string, Set<string>>, other: Map<string, Set<string>>): string[] {
  return [...one].flatMap(([table, rows]) => [...rows].filter((row) => !other.get(table)?.has(row)).map(() => table));
}

const embedded = () => openMemoryTestDatabase();
const served = () => openServerTestDatabase(process.env.TEST_DATABASE_URL ?? "");
// The second run of the unit tests has a server.
const pairs: [string, () => Promise<Database>, () => Promise<Database>][] = process.env.TEST_DATABASE_URL
  ? [
      ["an embedded database into PostgreSQL", embedded, served],
      ["PostgreSQL into an embedded database", served, embedded],
    ]
  : [["an embedded database into another", embedded, embedded]];

it.each(pairs)("%s: all is back, people sign in, apps go on, and the audit log is whole", async (name, from, to) => {
  const files = { first: path.join(folder, `${name} 1.gz`), second: path.join(folder, `${name} 2.gz`) };
  const source = await from();
  setDatabase(source);
  await readKeptKeysAgain();
  const { client, refreshToken } = await fill();
  // What waits to be written belongs to the source.
  await flushEvents();
  await runCommand({ name: "db backup", file: files.first });
  await flushEvents();
  await source.close();

  const target = await to();
  setDatabase(target);
  await runCommand({ name: "db restore", file: files.first });
  await runCommand({ name: "db backup", file: files.second });
  const [before, after] = [await readRows(files.first), await readRows(files.second)];
  expect(listOnlyIn(before, after)).toEqual([]);
  // The restore is itself an event, in a batch.
  expect(listOnlyIn(after, before)).toEqual(["audit_batches", "audit_events"]);

  const browser = new TestBrowser();
  expect((await browser.post(handleSignIn, person)).status).toBe(303);
  expect(await findCurrentUser(browser.headers)).toMatchObject({ email: person.username });
  const refreshed = await askForTokens(client, { grant_type: "refresh_token", refresh_token: refreshToken });
  expect(refreshed).toMatchObject({ access_token: expect.stringMatching(/^pt_at_/), id_token: expect.any(String) });
  expect(await runCommand({ name: "audit verify" })).toMatch(
    /^\d+ events in \d+ batches were read\. The audit log is as it was written\.$/,
  );
  await flushEvents();
  await target.close();
});
