import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { TransactionPooler } from "../../../e2e/process/pooler";
import { startPostgres } from "../../../e2e/run/postgres.mjs";
import { parseDatabaseUrl } from "../../database-url";
import { resetEnv } from "../../env";
import { createSelfSignedCertificate } from "../../http/testing/self-signed-certificate";
import { resetMasterKey } from "../../keys/secret";
import { keepAuditPartitions } from "../audit/partitions";
import { closeDb, openDatabase } from "./database";
import { findSessionProblem, reachServer } from "./reach-server";
import { createServerClient, defineServerClient } from "./server-client";
import { ServerHosts } from "./server-hosts";
import { WatchedPool } from "./watched-pool";

// Real servers: one that speaks TLS, and a standby that does not.

const secret = "a secret for tests, of 32 characters or more";
const settings = { connectionTimeoutMillis: 4_000 };
const folder = mkdtempSync(path.join(tmpdir(), "portico-servers-"));
const certificate = path.join(folder, "server.pem");
let primary: { url: string; stop: () => Promise<void> };
let standby: { url: string; stop: () => Promise<void> };

function keep(name: string, content: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, content, { mode: 0o600 });
  if (process.getuid?.() === 0) chownSync(place, 65_534, 65_534);
  return place;
}

beforeAll(async () => {
  // PostgreSQL runs as somebody else when root starts it.
  chmodSync(folder, 0o755);
  const { key, cert } = createSelfSignedCertificate("localhost");
  const files = [`ssl_cert_file=${keep("server.pem", cert)}`, `ssl_key_file=${keep("server.key", key)}`];
  primary = await startPostgres(["ssl=on", ...files]);
  standby = await startPostgres([], { isStandby: true });
});
afterEach(async () => {
  await closeDb();
  resetEnv();
  resetMasterKey();
});
afterAll(async () => {
  await primary.stop();
  await standby.stop();
  rmSync(folder, { recursive: true });
});

async function onPrimary(sql: string, url = primary.url): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** The address of a database of the primary. */
function at(database: string, { host = "127.0.0.1", user = "postgres" } = {}): string {
  const { port } = new URL(primary.url);
  return `postgresql://${user}:secret@${host}:${port}/${database}`;
}

const hostOf = (url: string) => new URL(url).host;

/** The first row of a statement on the connection that the portal would make. */
async function ask(url: string, statement: string): Promise<Record<string, unknown>> {
  const hosts = new ServerHosts(parseDatabaseUrl(url));
  await reachServer(hosts, settings);
  const client = await createServerClient(hosts, settings).connect();
  try {
    return (await client.query(statement)).rows[0];
  } finally {
    await client.end();
  }
}

/** The sentence by which a start refuses. */
async function refusalOf(url: string): Promise<string> {
  const error = await ask(url, "SELECT 1").catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: "DatabaseError" });
  expect(error instanceof Error && error.message).not.toContain("secret");
  return error instanceof Error ? error.message : "";
}

describe("a session", () => {
  it("is in UTC whatever the server's own time zone is", async () => {
    await onPrimary("CREATE DATABASE far");
    await onPrimary("ALTER DATABASE far SET TimeZone = 'Asia/Seoul'");
    expect(await ask(at("far"), "SHOW TimeZone")).toEqual({ TimeZone: "UTC" });
  });

  it("that stays in another time zone, or another encoding, is refused", () => {
    const session = { zone: "UTC", clientEncoding: "UTF8", serverEncoding: "UTF8", isReadOnly: false, isPooled: false };
    expect(findSessionProblem(session)).toBeNull();
    expect(findSessionProblem({ ...session, zone: "Etc/UTC" })).toBeNull();
    expect(findSessionProblem({ ...session, zone: "Asia/Seoul" })).toContain("stay in the time zone Asia/Seoul");
    expect(findSessionProblem({ ...session, clientEncoding: "LATIN1" })).not.toBeNull();
  });

  it("of a database that keeps text in LATIN1 is refused with one sentence", async () => {
    await onPrimary("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
    expect(await refusalOf(at("latin"))).toMatch(/^The database at 127\.0\.0\.1:\d+ cannot be used: .*LATIN1.*UTF8/);
  });
});

describe("of several servers", () => {
  it("the one that takes writes is used: not one that is gone, and no standby", async () => {
    const url = `postgresql://postgres@127.0.0.1:1,${hostOf(standby.url)},${hostOf(primary.url)}/postgres`;
    expect(await ask(url, "SELECT pg_is_in_recovery() AS is_standby")).toEqual({ is_standby: false });
  });

  it("none is used where none takes writes, and the sentence says why of each", async () => {
    const url = `postgresql://postgres:secret@127.0.0.1:1,${hostOf(standby.url)}/postgres`;
    expect(await refusalOf(url)).toMatch(
      /^None of the databases at .* can be used: 127\.0\.0\.1:1: .*ECONNREFUSED.*; .*: it takes no writes\.$/,
    );
  });
});

describe("TLS (PostgreSQL, 32.19)", () => {
  const isEncrypted = (query: string, host?: string) =>
    ask(`${at("postgres", { host })}?${query}`, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");

  it("is used as sslmode says, without a warning of the driver", async () => {
    const warnings: string[] = [];
    const note = ({ message }: Error) => void warnings.push(message);
    process.on("warning", note);
    const own = `sslrootcert=${certificate}`;
    for (const query of ["sslmode=disable", ""]) expect(await isEncrypted(query), query).toEqual({ ssl: false });
    for (const query of ["sslmode=prefer", "sslmode=require", `sslmode=require&${own}`, `sslmode=verify-ca&${own}`]) {
      expect(await isEncrypted(query), query).toEqual({ ssl: true });
    }
    expect(await isEncrypted(`sslmode=verify-full&${own}`, "localhost")).toEqual({ ssl: true });
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", note);
    expect(warnings).toEqual([]);
  });

  it("is not needed by sslmode=prefer, which takes a server without it", async () => {
    const url = `${standby.url}?sslmode=prefer`;
    expect(await ask(url, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")).toEqual({ ssl: false });
    expect(await refusalOf(`${standby.url}?sslmode=require`)).toContain("does not support SSL");
  });

  it("is refused with a certificate that is for another host, or that nobody vouches for", async () => {
    expect(await refusalOf(`${at("postgres")}?sslmode=verify-full&sslrootcert=${certificate}`)).toMatch(/127\.0\.0\.1/);
    expect(await refusalOf(`${at("postgres", { host: "localhost" })}?sslmode=verify-full`)).toMatch(/self-signed/i);
    const other = keep("other.pem", createSelfSignedCertificate("localhost").cert);
    for (const mode of ["require", "verify-ca"]) {
      expect(await refusalOf(`${at("postgres")}?sslmode=${mode}&sslrootcert=${other}`), mode).toMatch(/self-signed/i);
    }
  });

  it("names the file that is not there", async () => {
    const url = `${at("postgres")}?sslmode=verify-full&sslrootcert=${folder}/none.pem`;
    expect(await refusalOf(url)).toMatch(
      /none\.pem, which DATABASE_URL names as sslrootcert, cannot be read \(ENOENT\)\.$/,
    );
  });
});

it("a pooler by transactions is refused at start, with what to do", async () => {
  const pooler = new TransactionPooler(primary.url);
  const url = await pooler.open();
  expect(await refusalOf(url)).toContain("let it pool sessions (PgBouncer: pool_mode = session for this database)");
  await pooler.close();
});

describe("a role that may only read and write rows", () => {
  const grant = "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO rows_only";

  it("serves the portal once the owner has migrated, and says what to do before that", async () => {
    await onPrimary("CREATE ROLE rows_only LOGIN");
    await onPrimary("CREATE DATABASE owned");
    const open = (DATABASE_URL: string) => {
      resetEnv({ DATABASE_URL, PORTICO_SECRET: secret });
      resetMasterKey(secret);
      return openDatabase();
    };
    await expect(open(at("owned", { user: "rows_only" }))).rejects.toThrow(/portico -- db migrate/);
    await open(at("owned"));
    await closeDb();
    await onPrimary(grant, at("owned"));
    const { appliedMigrations, findProblem } = await open(at("owned", { user: "rows_only" }));
    expect(appliedMigrations).toEqual([]);
    expect(await keepAuditPartitions(new Date("2031-11-30"), 365)).toMatchObject({ made: 4 });
    // A busy machine can take longer than one look may.
    await expect.poll(findProblem).toBeNull();
  });
});

it("a pool gives the sessions of a pooler back, all but one, so that others get their turn", async () => {
  const hosts = new ServerHosts(parseDatabaseUrl(at("postgres")));
  const clock = vi.spyOn(performance, "now").mockReturnValue(0);
  const pool = new WatchedPool({ ...settings, Client: defineServerClient(hosts), max: 10 });
  const ask = () => Promise.all([1, 2, 3].map(() => pool.query("SELECT pg_sleep(0.01)")));
  await ask();
  clock.mockReturnValue(60_000);
  await ask();
  expect(pool.totalCount).toBe(3);
  pool.share(2);
  await ask();
  expect(pool.totalCount).toBe(1);
  clock.mockRestore();
  await pool.end();
});

it("a pool makes do with the connections that it gets", async () => {
  await onPrimary("CREATE ROLE few LOGIN CONNECTION LIMIT 2");
  const hosts = new ServerHosts(parseDatabaseUrl(at("postgres", { user: "few" })));
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const pool = new WatchedPool({ ...settings, Client: defineServerClient(hosts), max: 10 });
  const answers = await Promise.all(Array.from({ length: 30 }, () => pool.query("SELECT pg_sleep(0.01)")));
  expect([answers.length, pool.totalCount]).toEqual([30, 2]);
  expect(warn.mock.calls).toEqual([
    [expect.stringContaining("fewer connections for this process than the 10 that it may open")],
  ]);
  warn.mockRestore();
  await pool.end();
});
