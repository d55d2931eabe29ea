import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type pg from "pg";
import { parseDatabaseUrl } from "../../database-url";
import { tables } from "../generated/tables";
import { CHANGES_CHANNEL, PROBE_KIND } from "./changes";
import { type ConnectionPlan, findConnectionFault, findPoolerFault } from "./count-connections";
import { lockDataDir } from "./data-dir-lock";
import { DatabaseError } from "./database-error";
import type { DatabaseCheck, DatabaseExamination, DatabaseFault, ExaminedDatabase } from "./database-faults";
import { readMigrations } from "./migrations-folder";
import { isDatabaseAway } from "./outage";
import { openFolderDatabase } from "./pglite";
import { tryOut } from "./postgres";
import { connectToFirst, isUtc } from "./reach-server";
import { CONFIRMED_NOTICE, type DatabaseSession, SPILL, TRIAL_ROW } from "./readiness";
import { judgeSchema, readAppliedMigrations } from "./schema-fit";
import { ServerHosts } from "./server-hosts";

type Query = DatabaseSession["query"];

/** Milliseconds for one statement. */
const STATEMENT_MS = 1_500;

/** Milliseconds to connect. */
const CONNECT_MS = 2_500;

/** The same for a session that a pooler may not have. */
const EXTRA_CONNECT_MS = 400;

/** Milliseconds for all of it; what was not tried by then counts as silent. */
const LIMIT_MS = 6_500;

class SilenceError extends Error {}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SilenceError()), milliseconds);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message || error.name : String(error));
const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "");

/** SQLSTATE codes of a statement that failed, and what each means. @see PostgreSQL, Appendix A: Error Codes */
function toFault(error: unknown): DatabaseFault {
  if (error instanceof SilenceError) return { kind: "silent" };
  switch (codeOf(error)) {
    case "25006":
      return { kind: "standby", isRecovering: false };
    case "53100":
      return { kind: "disk-full" };
    case "55P03":
      return { kind: "locked" };
    case "57014":
    case "ETIMEDOUT":
      return { kind: "silent" };
    default:
      // The driver's own limits have no code.
      if (/^(timeout expired|Query read timeout)$/.test(messageOf(error))) return { kind: "silent" };
      return { kind: "refused", code: codeOf(error), message: messageOf(error) };
  }
}

async function examine(check: DatabaseCheck, work: () => Promise<DatabaseFault | null>): Promise<DatabaseExamination> {
  return { check, fault: await within(STATEMENT_MS, work()).catch(toFault) };
}

/** What is tried on one connection, whatever the database is. */
const steps: [DatabaseCheck, (session: DatabaseSession) => Promise<DatabaseFault | null>][] = [
  ["encoding", findEncodingFault],
  ["time-zone", findTimeZoneFault],
  ["standby", findStandbyFault],
  ["schema", findSchemaFault],
  ["rights", findRightsFault],
  ["write", findWriteFault],
  ["commit", findCommitFault],
  ["disk", findDiskFault],
];

async function findEncodingFault({ query }: DatabaseSession): Promise<DatabaseFault | null> {
  const [row] = await query("SHOW server_encoding");
  const encoding = String(row?.server_encoding);
  return encoding === "UTF8" ? null : { kind: "encoding", encoding };
}

async function findTimeZoneFault({ query }: DatabaseSession): Promise<DatabaseFault | null> {
  const [row] = await query("SHOW TimeZone");
  const zone = String(row?.TimeZone);
  return isUtc(zone) ? null : { kind: "time-zone", zone };
}

async function findStandbyFault({ query }: DatabaseSession): Promise<DatabaseFault | null> {
  const [row] = await query(
    "SELECT pg_is_in_recovery() AS recovering, current_setting('transaction_read_only') = 'on' AS read_only",
  );
  const isRecovering = row?.recovering === true;
  return isRecovering || row?.read_only === true ? { kind: "standby", isRecovering } : null;
}

async function findSchemaFault({ query }: DatabaseSession): Promise<DatabaseFault | null> {
  const [table] = await query("SELECT to_regclass('_prisma_migrations')::text AS name");
  if (!table?.name) return { kind: "schema-missing" };
  const own = (await readMigrations()).map(({ name }) => name);
  const fit = judgeSchema(await readAppliedMigrations(query), own);
  if (fit.kind === "older") return { kind: "schema-older", migrations: fit.missing };
  if (fit.kind === "newer") return { kind: "schema-newer", migrations: fit.newer };
  const columns = await query(
    `SELECT attrelid::regclass::text || '.' || attname AS name FROM pg_attribute
    WHERE attrelid IN (SELECT oid FROM pg_class WHERE relkind IN ('r', 'p') AND pg_table_is_visible(oid))
    AND attnum > 0 AND NOT attisdropped`,
  );
  const there = new Set(columns.map(({ name }) => String(name).replaceAll('"', "")));
  const lost = listColumns().filter((name) => !there.has(name));
  if (lost.length > 0) return { kind: "schema-altered", columns: lost };
  return fit.kind === "compatible" ? { kind: "schema-ahead", migrations: fit.newer } : null;
}

function listColumns(): string[] {
  return Object.values(tables).flatMap(({ table, columns }) =>
    Object.values(columns).map(({ column }) => `${table}.${column}`),
  );
}

async function findRightsFault(session: DatabaseSession): Promise<DatabaseFault | null> {
  const { query } = session;
  const rows = await query(
    `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND pg_table_is_visible(oid)
    AND relname = ANY($1::text[])
    AND NOT (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
      AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')) ORDER BY relname`,
    [Object.values(tables).map(({ table }) => table)],
  );
  if (rows.length > 0) return { kind: "rights", tables: rows.map(({ name }) => String(name)) };
  const schema = await findSchemaFault(session);
  if (schema?.kind !== "schema-missing" && schema?.kind !== "schema-older") return null;
  // Only a migration creates anything.
  const [row] = await query(
    "SELECT current_user::text AS role, has_schema_privilege(current_schema(), 'CREATE') AS may_create",
  );
  return row?.may_create === true ? null : { kind: "create-right", role: String(row?.role) };
}

async function findWriteFault({ query, tryOut }: DatabaseSession): Promise<DatabaseFault | null> {
  const [table] = await query("SELECT to_regclass('rate_limits')::text AS name");
  if (table?.name) await tryOut([`SET LOCAL lock_timeout = ${STATEMENT_MS / 2}`, TRIAL_ROW]);
  return null;
}

async function findCommitFault({ query }: DatabaseSession): Promise<DatabaseFault | null> {
  await query(CONFIRMED_NOTICE, [CHANGES_CHANNEL, `${PROBE_KIND} doctor`]);
  return null;
}

async function findDiskFault({ tryOut }: DatabaseSession): Promise<DatabaseFault | null> {
  await tryOut(SPILL);
  return null;
}

/** The embedded database never waits for its disk, and nobody can tell it to. */
async function findDurabilityFault(query: Query): Promise<DatabaseFault | null> {
  const rows = await query(
    "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'",
  );
  const [first] = rows;
  return first ? { kind: "durability", setting: `${first.name} = off` } : null;
}

/** Whether the signing keys can be read. @param decrypt rejects with a sentence */
async function findKeyFault(query: Query, decrypt: (jwe: string) => Promise<unknown>): Promise<DatabaseFault | null> {
  const [table] = await query("SELECT to_regclass('signing_keys')::text AS name");
  const rows = table?.name
    ? await query("SELECT private_jwe FROM signing_keys WHERE expires_at IS NULL OR expires_at > now()")
    : [];
  try {
    for (const { private_jwe } of rows) await decrypt(String(private_jwe));
    return null;
  } catch (error) {
    return { kind: "signing-keys", message: messageOf(error) };
  }
}

async function readTime(query: Query): Promise<Date | null> {
  const [row] = await query("SELECT clock_timestamp() AS now");
  return row?.now instanceof Date ? row.now : null;
}

/** Tries what every database must be able to do, one after the other until the time is over. */
async function examineBy(
  session: DatabaseSession,
  decrypt: (jwe: string) => Promise<unknown>,
  since: number,
): Promise<ExaminedDatabase> {
  const examinations: DatabaseExamination[] = [{ check: "connection", fault: null }];
  const time = await within(STATEMENT_MS, readTime(session.query)).catch(() => null);
  const all: typeof steps = [...steps, ["signing-keys", ({ query }) => findKeyFault(query, decrypt)]];
  for (const [check, find] of all) {
    const isOver = Date.now() - since > LIMIT_MS;
    examinations.push(isOver ? { check, fault: { kind: "silent" } } : await examine(check, () => find(session)));
  }
  return { examinations, time };
}

/**
 * Tries everything that the portal needs from a PostgreSQL server, with connections of its own like the portal's. Changes
 * nothing, and migrates nothing. Takes eight seconds at most.
 * @param decrypt reads a signing key; rejects with a sentence
 */
export async function examineServer(
  url: string,
  plan: ConnectionPlan,
  decrypt: (jwe: string) => Promise<unknown>,
): Promise<ExaminedDatabase> {
  const since = Date.now();
  const opened: pg.Client[] = [];
  try {
    const hosts = new ServerHosts(parseDatabaseUrl(url));
    const connect = async (milliseconds = CONNECT_MS) => {
      const connecting = connectToFirst(hosts, { connectionTimeoutMillis: milliseconds });
      const client = await within(milliseconds, connecting).catch((error: unknown) => {
        // It may come all the same, when nobody waits for it any more.
        connecting.then((late) => late.connection.stream.destroy()).catch(() => undefined);
        throw error;
      });
      opened.push(client);
      return client;
    };
    const client = await connect();
    const session: DatabaseSession = {
      query: async (sql, values) => (await client.query(sql, values)).rows,
      tryOut: (statements) => tryOut(client, statements),
    };
    // Before the others: a statement that hangs would hold up the connection.
    const alone = [
      await examine("connections", () =>
        client.session?.isPooled
          ? findPoolerFault(session.query, plan, () => connect(EXTRA_CONNECT_MS))
          : findConnectionFault(session.query, plan),
      ),
      await examine("durability", () => findDurabilityFault(session.query)),
    ];
    // They may be all that the server has left.
    const closeExtra = () => {
      for (const extra of opened.splice(1)) extra.connection.stream.destroy();
    };
    closeExtra();
    for (const [check, find] of pairs) {
      alone.push(await examine(check, async () => find(await connect(), await connect())));
      closeExtra();
    }
    const { examinations, time } = await examineBy(session, decrypt, since);
    return { examinations: [...examinations, ...alone], time };
  } catch (error) {
    // A file of the URL that cannot be read says so by its code.
    const fault = toFault(error instanceof DatabaseError ? error.cause : error);
    return { examinations: [{ check: fault.kind === "standby" ? "standby" : "connection", fault }], time: null };
  } finally {
    for (const client of opened) client.connection.stream.destroy();
  }
}

/** What is tried between two connections. */
const pairs: [DatabaseCheck, (one: pg.Client, other: pg.Client) => Promise<DatabaseFault | null>][] = [
  ["prepared-statements", findStatementFault],
  ["notifications", findNotificationFault],
];

/**
 * A prepared statement belongs to a connection. A pooler that gives each transaction another one lets it get lost: the
 * connection that prepared it is busy with somebody else's transaction when it is used again.
 */
async function findStatementFault(one: pg.Client, other: pg.Client): Promise<DatabaseFault | null> {
  const statement = { name: "portico_doctor", text: "SELECT 1" };
  try {
    await one.query(statement);
    await other.query("BEGIN");
    await one.query(statement);
    await other.query(statement);
    await other.query("ROLLBACK");
    return null;
  } catch (error) {
    // SQLSTATE 26000: no such statement; 42P05: there is one of that name already.
    if (["26000", "42P05"].includes(codeOf(error))) return { kind: "statements-lost" };
    throw error;
  }
}

async function findNotificationFault(listening: pg.Client, other: pg.Client): Promise<DatabaseFault | null> {
  const heard = new Promise<true>((resolve) => {
    listening.on("notification", ({ payload }) => {
      if (payload === probe) resolve(true);
    });
  });
  const probe = `${PROBE_KIND} doctor ${process.pid}`;
  await listening.query(`LISTEN ${CHANGES_CHANNEL}`);
  await other.query("SELECT pg_notify($1, $2)", [CHANGES_CHANNEL, probe]);
  return within(STATEMENT_MS / 2, heard).then(
    () => null,
    () => ({ kind: "notifications-lost" as const }),
  );
}

/**
 * The same for the embedded database of a data folder that no portal has open. null: it does not exist yet.
 * @throws {DataDirError} when another process has it
 */
export async function examineFolder(
  dataDir: string,
  decrypt: (jwe: string) => Promise<unknown>,
): Promise<ExaminedDatabase | null> {
  const folder = path.join(dataDir, "db");
  if (!existsSync(folder) || readdirSync(folder).length === 0) return null;
  const unlock = await lockDataDir(dataDir, { patienceMs: 0 });
  try {
    const database = await openFolderDatabase(folder);
    try {
      return await examineOpen(database.session, decrypt);
    } finally {
      await database.close();
    }
  } catch (error) {
    if (isDatabaseAway(error)) return { examinations: [{ check: "connection", fault: toFault(error) }], time: null };
    throw error;
  } finally {
    unlock();
  }
}

/** The same for the database that this process has open. */
export function examineOpen(
  session: DatabaseSession,
  decrypt: (jwe: string) => Promise<unknown>,
): Promise<ExaminedDatabase> {
  return examineBy(session, decrypt, Date.now());
}
