import { execFile } from "node:child_process";
import { chownSync, mkdtempSync, writeFileSync } from "node:fs";
import { chmod, mkdir, rm } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { DatabaseGate } from "../../e2e/process/database-gate";
import { TransactionPooler } from "../../e2e/process/pooler";
import { startPostgres } from "../../e2e/run/postgres.mjs";
import { makeSmallDisk } from "../../e2e/run/small-disk.mjs";
import { getPasswordPool } from "../auth/password-pool";
import { forgetChain } from "../db/audit/chain";
import { flushEvents } from "../db/audit/events";
import { closeDb } from "../db/driver/database";
import { resetEnv } from "../env";
import { createSelfSignedCertificate } from "../http/testing/self-signed-certificate";
import { resetMasterKey } from "../keys/secret";
import { listUsedAlgs } from "../keys/signing-keys";
import { main } from "./main";

// Every fault is made, on a real PostgreSQL, a real mail server or a real port, and `doctor` must name it and say what to
// do about it.

const secret = "a secret for tests, of 32 characters or more";
const password = "the password of the database";
const folder = mkdtempSync(path.join(tmpdir(), "portico-faults-"));

let server: { url: string; stop: () => Promise<void> };
let standby: { url: string; stop: () => Promise<void> };
let names = 0;
const undo: (() => unknown)[] = [];

async function onServer(sql: string, database = "postgres"): Promise<void> {
  const client = new pg.Client({ connectionString: at(database) });
  await client.connect();
  try {
    for (const statement of sql.split(";")) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The address of a database of the server. */
function at(database: string, user = "postgres"): string {
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  url.username = user;
  return url.href;
}

/** A copy of a database that a portal has made. */
async function copy(options = ""): Promise<string> {
  names += 1;
  const name = `copy_${names}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE made ${options}`);
  return name;
}

/** A copy with something done to it. */
async function changed(sql: (name: string) => string): Promise<{ DATABASE_URL: string }> {
  const name = await copy();
  await onServer(sql(name), name);
  return { DATABASE_URL: at(name) };
}

/** A role for a copy, which may do this. */
async function asRole(rights: string, options = ""): Promise<{ DATABASE_URL: string }> {
  const name = await copy();
  await onServer(`CREATE ROLE role_of_${name} LOGIN PASSWORD '${password}' ${options}`);
  if (rights) await onServer(rights.replaceAll("ROLE", `role_of_${name}`), name);
  const url = new URL(at(name, `role_of_${name}`));
  url.password = password;
  return { DATABASE_URL: url.href };
}

/** Serves on a port of this machine until the fault is undone. */
async function listen(started: Server): Promise<number> {
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  undo.push(() => started.close());
  return (started.address() as AddressInfo).port;
}

async function mailServer(options: SMTPServerOptions): Promise<string> {
  const smtp = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    authOptional: true,
    ...options,
  });
  return `127.0.0.1:${await listen(smtp.server)}`;
}

/** What stands at the public address: a program that answers for the portal. */
async function answering(metadata: object | string): Promise<{ PORTICO_ISSUER: string }> {
  const http = createHttpServer((_request, response) => void response.end(JSON.stringify(metadata)));
  return { PORTICO_ISSUER: `http://localhost:${await listen(http)}` };
}

async function silentPort(): Promise<number> {
  const sockets: { destroy: () => unknown }[] = [];
  const port = await listen(createTcpServer((socket) => sockets.push(socket)));
  undo.push(() => sockets.forEach((socket) => void socket.destroy()));
  return port;
}

/** A portal's data folder. */
async function dataFolder(name: string): Promise<string> {
  const place = path.join(folder, name);
  await mkdir(place, { recursive: true });
  return place;
}

const embedded = (PORTICO_DATA_DIR: string) => ({ DATABASE_URL: "", PORTICO_SECRET: "", PORTICO_DATA_DIR });

beforeAll(async () => {
  // PostgreSQL runs as somebody else when root starts it.
  await chmod(folder, 0o755);
  const file = (name: string, content: string, mode: number) => {
    const place = path.join(folder, name);
    writeFileSync(place, content, { mode });
    if (process.getuid?.() === 0) chownSync(place, 65_534, 65_534);
    return place;
  };
  const { key, cert } = createSelfSignedCertificate("127.0.0.1");
  server = await startPostgres([
    "ssl=on",
    `ssl_cert_file=${file("server.pem", cert, 0o600)}`,
    `ssl_key_file=${file("server.key", key, 0o600)}`,
    `hba_file=${file(
      "hba.conf",
      "host all postgres 127.0.0.1/32 trust\nhost all locked_out 127.0.0.1/32 reject\nhost all all 127.0.0.1/32 scram-sha-256\n",
      0o600,
    )}`,
  ]);
  standby = await startPostgres([], { isStandby: true });
  await onServer("CREATE DATABASE made");
  resetMasterKey(secret);
  resetEnv({ DATABASE_URL: at("made"), PORTICO_SECRET: secret });
  await listUsedAlgs(new Date());
  // What tests before this left waiting, and their chain: a command starts without them, and would try to write them.
  await flushEvents();
  forgetChain();
  await closeDb();
});

afterEach(async () => {
  vi.useRealTimers();
  for (const each of undo.splice(0).reverse()) await each();
  await closeDb();
});

afterAll(async () => {
  await getPasswordPool().close();
  resetEnv();
  resetMasterKey();
  await server.stop();
  await standby.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the command, and answers what it printed for programs. */
async function examine(env: Record<string, string>, ...options: string[]) {
  const healthy = { DATABASE_URL: at("made"), PORTICO_SECRET: secret, PORTICO_WORKERS: "1", SMTP_URL: "" };
  const all = { ...healthy, PORTICO_DATA_DIR: path.join(folder, "none"), ...env };
  resetEnv(all);
  resetMasterKey(all.PORTICO_SECRET || undefined);
  let printed = "";
  const log = vi.spyOn(console, "log").mockImplementation((text) => {
    printed += text;
  });
  const since = performance.now();
  const code = await main(["doctor", "--json", ...options], folder).finally(() => log.mockRestore());
  expect(performance.now() - since).toBeLessThan(10_000);
  for (const each of [secret, password, encodeURIComponent(password)]) expect(printed).not.toContain(each);
  return { code, findings: JSON.parse(printed) as { check: string; ok: boolean; fix: string | null }[] };
}

interface Fault {
  name: string;
  /** makes it; answers the variables of a portal that has it */
  make: () => Promise<Record<string, string>>;
  check: string;
  /** what the fix says */
  says: string;
  options?: string[];
}

const faults: Fault[] = [
  {
    name: "a database server that is not there",
    make: async () => ({ DATABASE_URL: "postgresql://postgres@127.0.0.1:1/portico" }),
    check: "connection",
    says: "Start the database, or correct the host and port in DATABASE_URL",
  },
  {
    name: "a host without an address",
    make: async () => ({ DATABASE_URL: "postgresql://postgres@no-such-host.invalid:5432/portico" }),
    check: "connection",
    says: "the host",
  },
  {
    name: "a frozen database",
    make: async () => {
      const gate = new DatabaseGate(at("made"));
      undo.push(() => gate.shut());
      const DATABASE_URL = await gate.open();
      gate.freeze(true);
      return { DATABASE_URL };
    },
    check: "connection",
    says: "does not answer in time",
  },
  {
    name: "a wrong password of the database",
    make: async () => {
      const { DATABASE_URL } = await asRole("");
      return { DATABASE_URL: DATABASE_URL.replace(encodeURIComponent(password), "another") };
    },
    check: "connection",
    says: "Correct the password in DATABASE_URL",
  },
  {
    name: "a user whom pg_hba.conf keeps out",
    make: async () => ({ DATABASE_URL: at("made", "locked_out") }),
    check: "connection",
    says: "pg_hba.conf",
  },
  {
    name: "a database that does not exist",
    make: async () => ({ DATABASE_URL: at("no_such_database") }),
    check: "connection",
    says: "Make it with CREATE DATABASE",
  },
  {
    name: "a server without TLS, when it is asked for",
    make: async () => ({ DATABASE_URL: `${standby.url}?sslmode=verify-full` }),
    check: "connection",
    says: "ssl = on",
  },
  {
    name: "a certificate of the database that nobody vouches for",
    make: async () => ({ DATABASE_URL: `${at("made")}?sslmode=verify-full` }),
    check: "connection",
    says: "sslrootcert=FILE",
  },
  {
    name: "a missing certificate file",
    make: async () => ({ DATABASE_URL: `${at("made")}?sslmode=verify-full&sslrootcert=${folder}/missing.pem` }),
    check: "connection",
    says: "is not there. Put the file",
  },
  {
    name: "a database in LATIN1",
    make: async () => {
      await onServer("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
      return { DATABASE_URL: at("latin") };
    },
    check: "encoding",
    says: "ENCODING 'UTF8'",
  },
  {
    name: "a pooler by transactions: prepared statements",
    make: async () => {
      const pooler = new TransactionPooler(at("made"));
      undo.push(() => pooler.close());
      return { DATABASE_URL: await pooler.open() };
    },
    check: "prepared-statements",
    says: "pool_mode = session",
  },
  {
    name: "a pooler by transactions: notifications",
    make: async () => {
      const pooler = new TransactionPooler(at("made"));
      undo.push(() => pooler.close());
      return { DATABASE_URL: await pooler.open() };
    },
    check: "notifications",
    says: "pool sessions, not transactions",
  },
  {
    name: "a standby",
    make: async () => ({ DATABASE_URL: standby.url }),
    check: "standby",
    says: "Point DATABASE_URL at the primary",
  },
  {
    name: "a database that only reads",
    make: () => changed((name) => `ALTER DATABASE ${name} SET default_transaction_read_only = on`),
    check: "standby",
    says: "default_transaction_read_only",
  },
  {
    name: "an older schema: this program is newer",
    make: () =>
      changed(
        () =>
          "DELETE FROM _prisma_migrations WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)",
      ),
    check: "schema",
    says: "npm run portico -- db migrate",
  },
  {
    name: "the same where a password is a word of the advice",
    make: async () => {
      const name = "(SELECT max(migration_name) FROM _prisma_migrations)";
      const { DATABASE_URL } = await changed(() => `DELETE FROM _prisma_migrations WHERE migration_name = ${name}`);
      const url = new URL(DATABASE_URL);
      url.searchParams.set("password", "portico");
      return { DATABASE_URL: url.href };
    },
    check: "schema",
    says: "npm run portico -- db migrate",
  },
  {
    name: "a newer schema: this program is older",
    make: () =>
      changed(
        () =>
          "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', '', '99990101000000_newer', now()); INSERT INTO contract_steps VALUES ('99990101000000_newer', '99990101000000_newer')",
      ),
    check: "schema",
    says: "99990101000000_newer: a newer version of the portal has changed it, and this version cannot run on it",
  },
  {
    name: "a newer schema that this program can still run on",
    make: () =>
      changed(
        () =>
          "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', '', '99990101000000_newer', now())",
      ),
    check: "schema",
    says: "This version can still run on it",
  },
  {
    name: "a column that somebody dropped",
    make: () => changed(() => "ALTER TABLE users DROP COLUMN name CASCADE"),
    check: "schema",
    says: "users.name",
  },
  {
    name: "a role that may only read",
    make: () => asRole("GRANT SELECT ON ALL TABLES IN SCHEMA public TO ROLE"),
    check: "rights",
    says: "GRANT SELECT, INSERT, UPDATE, DELETE",
  },
  {
    name: "a role without the right to create, when a migration is due",
    make: async () => {
      names += 1;
      await onServer(`CREATE DATABASE empty_${names};CREATE ROLE nobody_${names} LOGIN PASSWORD '${password}'`);
      const url = new URL(at(`empty_${names}`, `nobody_${names}`));
      url.password = password;
      return { DATABASE_URL: url.href };
    },
    check: "rights",
    says: "GRANT CREATE ON SCHEMA public",
  },
  {
    name: "a lock that somebody holds",
    make: async () => {
      const name = await copy();
      const client = new pg.Client({ connectionString: at(name) });
      await client.connect();
      undo.push(() => client.end());
      await client.query("BEGIN");
      await client.query("LOCK TABLE rate_limits");
      return { DATABASE_URL: at(name) };
    },
    check: "write",
    says: "pg_terminate_backend",
  },
  {
    name: "a synchronous standby that is gone",
    make: async () => {
      await onServer("ALTER SYSTEM SET synchronous_standby_names = 'gone';SELECT pg_reload_conf()");
      undo.push(() => onServer("ALTER SYSTEM RESET synchronous_standby_names;SELECT pg_reload_conf()"));
      return {};
    },
    check: "commit",
    says: "bring that standby back",
  },
  {
    name: "a full disk",
    make: makeFullDisk,
    check: "disk",
    says: "Free space on it or make it larger",
  },
  {
    name: "four connections",
    make: () =>
      asRole("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ROLE", "CONNECTION LIMIT 4"),
    check: "connections",
    says: "lower PORTICO_DATABASE_POOL or PORTICO_WORKERS",
  },
  {
    name: "no connection left",
    make: async () => {
      const env = await asRole("", "CONNECTION LIMIT 1");
      const client = new pg.Client({ connectionString: env.DATABASE_URL });
      await client.connect();
      undo.push(() => client.end());
      return env;
    },
    check: "connection",
    says: "has no connection left",
  },
  {
    name: "a database that does not wait for its disk",
    make: async () => ({}),
    check: "durability",
    says: "fsync = off",
  },
  {
    name: "another secret than that of the signing keys",
    make: async () => ({ PORTICO_SECRET: "another secret, of 32 characters or more" }),
    check: "signing-keys",
    says: "another PORTICO_SECRET",
  },
  {
    name: "a lost secret file",
    make: async () => {
      const dataDir = await dataFolder("lost");
      await mkdir(path.join(dataDir, "db"));
      return embedded(dataDir);
    },
    check: "secret",
    says: "Put it back from a backup",
  },
  {
    name: "a data folder that is a file",
    make: async () => {
      const dataDir = await dataFolder("file");
      writeFileSync(path.join(dataDir, "file"), "");
      return embedded(path.join(dataDir, "file", "data"));
    },
    check: "data-folder",
    says: "set PORTICO_DATA_DIR to another folder",
  },
  {
    name: "nothing at the public address",
    make: async () => {
      const port = await silentPort();
      await undo.pop()?.();
      await undo.pop()?.();
      return { PORTICO_ISSUER: `http://localhost:${port}` };
    },
    check: "address",
    says: "Start the portal, and let the proxy listen there",
  },
  {
    name: "silence at the public address",
    make: async () => ({ PORTICO_ISSUER: `http://localhost:${await silentPort()}` }),
    check: "address",
    says: "cannot be reached",
  },
  {
    name: "a portal that hangs up after its first answer",
    make: async () => {
      const http = createHttpServer(({ url, headers, socket }, response) => {
        if (url?.startsWith("/.well-known/")) response.end(JSON.stringify({ issuer: `http://${headers.host}` }));
        else socket.destroy();
      });
      return { PORTICO_ISSUER: `http://localhost:${await listen(http)}` };
    },
    check: "address",
    says: "cannot be reached",
  },
  {
    name: "another issuer at the public address",
    make: () => answering({ issuer: "https://other.example" }),
    check: "address",
    says: "calls itself https://other.example",
  },
  {
    name: "another program at the public address",
    make: () => answering("hello"),
    check: "address",
    says: "not as a portal",
  },
  {
    name: "a certificate of the portal that nobody vouches for",
    make: async () => {
      const https = createHttpsServer(createSelfSignedCertificate("localhost"));
      return { PORTICO_ISSUER: `https://localhost:${await listen(https)}` };
    },
    check: "address",
    says: "NODE_EXTRA_CA_CERTS",
  },
  {
    name: "no TLS at an https address",
    make: async () => {
      const http = createHttpServer((_request, response) => void response.end());
      return { PORTICO_ISSUER: `https://localhost:${await listen(http)}` };
    },
    check: "address",
    says: "does not speak TLS",
  },
  {
    name: "a clock that is an hour ahead",
    make: async () => {
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
      return {};
    },
    check: "clock",
    says: "Run NTP on every machine",
  },
  {
    name: "no mail server",
    make: async () => ({}),
    check: "mail",
    says: "SMTP_URL is not set",
    options: ["--mail-to", "user@example.org"],
  },
  {
    name: "a mail server that is not there",
    make: async () => ({ SMTP_URL: "smtp://127.0.0.1:1" }),
    check: "mail",
    says: "Check SMTP_URL",
  },
  {
    name: "a silent mail server",
    make: async () => ({ SMTP_URL: `smtp://127.0.0.1:${await silentPort()}` }),
    check: "mail",
    says: "no answer within 3 s",
  },
  {
    name: "a password that the mail server does not take",
    make: async () => {
      const onAuth: SMTPServerOptions["onAuth"] = ({ password: sent }, _session, done) =>
        done(Object.assign(new Error(`you sent ${sent}`), { responseCode: 535 }));
      return { SMTP_URL: `smtp://portal:${encodeURIComponent(password)}@${await mailServer({ onAuth })}` };
    },
    check: "mail",
    says: "does not accept mail",
  },
  {
    name: "a recipient whom the mail server refuses",
    make: async () => {
      const onRcptTo: SMTPServerOptions["onRcptTo"] = (_address, _session, done) =>
        done(Object.assign(new Error("no such mailbox"), { responseCode: 550 }));
      return { SMTP_URL: `smtp://${await mailServer({ onRcptTo })}` };
    },
    check: "mail",
    says: "refuses the sender or the recipient",
    options: ["--mail-to", "user@example.org"],
  },
  {
    name: "a database of places that cannot be read",
    make: async () => ({ PORTICO_GEO_DATABASE: `${folder}/missing.mmdb` }),
    check: "places",
    says: "Check PORTICO_GEO_DATABASE",
  },
];

/** A database whose disk is full; where a test may not mount one, a database that says so, as PostgreSQL does. */
async function makeFullDisk(): Promise<Record<string, string>> {
  const disk = makeSmallDisk(32);
  if (disk === null) {
    return changed(
      (name) => `ALTER DATABASE ${name} SET search_path = public, pg_catalog;
        CREATE FUNCTION lpad(text, int, text) RETURNS text LANGUAGE plpgsql AS
          'BEGIN RAISE EXCEPTION ''No space left on device'' USING ERRCODE = ''53100''\\; END'`,
    );
  }
  undo.push(() => disk.remove());
  if (process.getuid?.() === 0) chownSync(disk.folder, 65_534, 65_534);
  await onServer(`CREATE TABLESPACE small LOCATION '${disk.folder}'`);
  const name = await copy("TABLESPACE small");
  undo.push(() => onServer(`DROP DATABASE ${name} WITH (FORCE);DROP TABLESPACE small`));
  await onServer("CREATE TABLE filler (text text)", name);
  // Coarsely, and then up to the last page.
  for (const rows of [1000, 1]) {
    const fill = `INSERT INTO filler SELECT repeat('x', 1000) FROM generate_series(1, ${rows})`;
    const isFull = () =>
      onServer(fill, name).then(
        () => false,
        () => true,
      );
    while (!(await isFull()));
  }
  return { DATABASE_URL: at(name) };
}

it("there are at least 25 of them", () => {
  expect(new Set(faults.map(({ name }) => name)).size).toBeGreaterThanOrEqual(25);
});

it("where nothing is wrong with the database, doctor says so", async () => {
  const { findings } = await examine({});
  const about = findings.filter(({ check }) => !["address", "mail", "issuer", "durability"].includes(check));
  expect(about.filter(({ fix }) => fix !== null)).toEqual([]);
  expect(about.map(({ check }) => check)).toEqual(
    expect.arrayContaining([
      "connection",
      "write",
      "commit",
      "disk",
      "prepared-statements",
      "notifications",
      "time-zone",
    ]),
  );
});

it.each(faults)("doctor finds $name", async ({ make, check, says, options = [] }) => {
  const { code, findings } = await examine(await make(), ...options);
  const fixes = findings.filter((each) => each.check === check).map(({ fix }) => fix ?? "");
  expect(fixes.join("\n")).toContain(says);
  // The public address answers in none of them, so that something is wrong in each.
  expect(code).toBe(1);
});

it("doctor finds a malformed variable, before anything else", async () => {
  const env = { ...process.env, PORT: "many", PORTICO_ISSUER: "id.example.org" };
  const printed = await new Promise<string>((resolve) => {
    execFile(process.execPath, ["lib/server/portico.mjs", "doctor", "--json"], { env }, (_error, stdout) =>
      resolve(stdout),
    );
  });
  expect(JSON.parse(printed)).toEqual([
    { check: "configuration", ok: false, verdict: "wrong", fix: "PORT must be a port number from 1 to 65535." },
    { check: "configuration", ok: false, verdict: "wrong", fix: expect.stringContaining("PORTICO_ISSUER must be") },
  ]);
});
