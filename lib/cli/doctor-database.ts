import type { DatabaseCheck, DatabaseExamination, DatabaseFault } from "@/lib/db/driver/database-faults";
import type { Finding } from "./doctor-checks";

/** What is right about each thing that was tried. */
const WELL: Record<DatabaseCheck, string> = {
  connection: "The database answers.",
  encoding: "The database keeps text as UTF-8.",
  "time-zone": "The portal's connections are in UTC.",
  standby: "The database takes writes.",
  schema: "The schema is the one of this version of the portal.",
  rights: "The portal's role may do what the portal does.",
  write: "A row can be written.",
  commit: "What is written is confirmed.",
  disk: "The database's disk has room.",
  durability: "What is confirmed is on the disk.",
  "prepared-statements": "Prepared statements stay with their connection.",
  notifications: "Notifications between connections arrive.",
  connections: "The database has a connection for each that the portal may open.",
  "signing-keys": "The signing keys can be decrypted.",
};

/**
 * The findings about a database, without its clock.
 * @param hide takes secrets out of what the database said
 */
export function judgeDatabase(
  examinations: readonly DatabaseExamination[],
  hide: (message: string) => string,
): Finding[] {
  return examinations.map(({ check, fault }) => ({
    verdict: fault === null ? "ok" : isMinor(fault) ? "warning" : "wrong",
    check,
    sentence: fault === null ? WELL[check] : describeFault(check, fault, hide),
  }));
}

/** Whether the portal works all the same, and starts. */
function isMinor(fault: DatabaseFault): boolean {
  if (fault.kind === "pooler-sessions") return fault.given >= fault.least;
  return fault.kind === "durability" || fault.kind === "schema-missing" || fault.kind === "schema-ahead";
}

const POOLER =
  "Let the pooler in front of PostgreSQL pool sessions, not transactions (PgBouncer: pool_mode = session), or take it out of DATABASE_URL.";

function describeFault(check: DatabaseCheck, fault: DatabaseFault, hide: (message: string) => string): string {
  switch (fault.kind) {
    case "refused":
      return describeRefusal({ code: fault.code, message: hide(fault.message) });
    case "silent":
      return describeSilence(check);
    case "encoding":
      return `The database keeps text as ${fault.encoding}, which cannot hold every name. Make a new database with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0, bring the data over with pg_dump, and name the new one in DATABASE_URL.`;
    case "time-zone":
      return `The portal's connections are in the time zone ${fault.zone}, although each asks for UTC, so that times would be read wrongly. Something between the portal and PostgreSQL loses the statement that sets it. ${POOLER}`;
    case "standby":
      return fault.isRecovering
        ? "The database is a standby, which takes no writes. Point DATABASE_URL at the primary."
        : "The database takes no writes, because default_transaction_read_only is on. Turn it off for the database and the role (ALTER DATABASE … RESET default_transaction_read_only), or point DATABASE_URL at another database.";
    case "schema-missing":
      return "The database is empty. Start the portal, or run npm run portico -- db migrate: either makes the schema.";
    case "schema-older":
      return `The database lacks ${listSome(fault.migrations)}: an older version of the portal made it. Start this version, or run npm run portico -- db migrate; make a backup first.`;
    case "schema-newer":
      return `The database has ${listSome(fault.migrations)}: a newer version of the portal has changed it, and this version cannot run on it any more. Run the newer version here as well.`;
    case "schema-ahead":
      return `The database has ${listSome(fault.migrations)}: a newer version of the portal has migrated it. This version can still run on it; run the newer version here as well before the next one comes.`;
    case "schema-altered":
      return `The database lacks the column ${listSome(fault.columns)}, although it has every migration: somebody changed it by hand. Put back what was removed, or restore a backup.`;
    case "rights":
      return `The role of DATABASE_URL may not read and write ${listSome(fault.tables)}. Let the owner run GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO that role.`;
    case "create-right":
      return `A migration is due, and the role ${fault.role} may not create tables. Run GRANT CREATE ON SCHEMA public TO that role, or run npm run portico -- db migrate with a DATABASE_URL whose role may.`;
    case "locked":
      return "A lock keeps the portal from writing. Find who holds it in pg_stat_activity (state 'idle in transaction', or a long statement), and end that session with pg_terminate_backend.";
    case "disk-full":
      return "The disk of the database is full. Free space on it or make it larger; the portal then goes on by itself.";
    case "statements-lost":
      return `Prepared statements get lost between two transactions. ${POOLER}`;
    case "notifications-lost":
      return `Notifications do not arrive, so that no process hears what another one changes. ${POOLER}`;
    case "connections":
      return `The portal may open ${fault.needed} connections, and the database has ${fault.free} for it. Raise max_connections (or the limit of the role or database), or lower PORTICO_DATABASE_POOL or PORTICO_WORKERS; each instance of the portal needs as many.`;
    case "pooler-sessions":
      return `An instance of the portal may open ${fault.needed} sessions through the pooler and needs ${fault.least}; the pooler gives ${fault.given}. Raise its limit (PgBouncer: default_pool_size), or lower PORTICO_DATABASE_POOL or PORTICO_WORKERS; each instance of the portal needs as many.`;
    case "durability":
      return `The database has ${fault.setting}: after a crash of its machine, what was confirmed can be gone. Set it to on.`;
    case "signing-keys": {
      const message = hide(fault.message);
      return message.endsWith(".") ? message : `The signing keys cannot be read: ${message}.`;
    }
  }
}

function describeSilence(check: DatabaseCheck): string {
  if (check === "commit") {
    return "The database does not confirm what is written. If synchronous_standby_names is set, bring that standby back or take it out of the setting (then SELECT pg_reload_conf()); otherwise look at the disk of the database.";
  }
  return "The database does not answer in time. Look at its load, its disk and the network to it.";
}

/** What to do about an error of the connection, by its code. */
const REFUSALS: Record<string, string> = {
  ECONNREFUSED: "Nothing listens at its address. Start the database, or correct the host and port in DATABASE_URL.",
  ENOTFOUND: "Its host has no address. Correct the host in DATABASE_URL, or add it to the DNS.",
  EAI_AGAIN: "Its host cannot be looked up now. Check the DNS of this machine.",
  ECONNRESET: "It cuts the connection. Look at its log, and at firewalls and proxies in between.",
  ENOENT:
    "A certificate or key that DATABASE_URL names is not there. Put the file where sslrootcert, sslcert or sslkey says, or correct the path.",
  "28P01": "It does not accept the password. Correct the password in DATABASE_URL, or set the role's to it.",
  "28000":
    "It lets nobody in like this. Correct the user in DATABASE_URL, or add a line to its pg_hba.conf for this user, database and address.",
  "3D000":
    "It has no database of this name. Make it with CREATE DATABASE … ENCODING 'UTF8', or correct the name in DATABASE_URL.",
  "42501":
    "The role of DATABASE_URL may not do this. Grant it what the portal needs: USAGE on the schema, and SELECT, INSERT, UPDATE and DELETE on its tables.",
  "53300": "It has no connection left. Raise max_connections, or lower PORTICO_DATABASE_POOL or PORTICO_WORKERS.",
  "57P03": "It is starting or stopping. Wait, and look at its log.",
  "08P01":
    "What answers there refuses how the portal connects. If it is PgBouncer, take options out of DATABASE_URL, and let it pool sessions.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "Its certificate is self-signed. Name it in DATABASE_URL by sslrootcert=FILE.",
  SELF_SIGNED_CERT_IN_CHAIN:
    "Its certificate comes from an authority that is not known here. Name that in DATABASE_URL by sslrootcert=FILE.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "Its certificate comes from an authority that is not known here. Name that in DATABASE_URL by sslrootcert=FILE.",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "Its certificate is for another host. Use the name that the certificate has in DATABASE_URL.",
  CERT_HAS_EXPIRED: "Its certificate has expired. Renew it.",
};

function describeRefusal({ code, message }: { code: string; message: string }): string {
  if (/^connect ENOENT/.test(message)) {
    return "There is no socket of a database where DATABASE_URL says. Start the database, or correct host and port in DATABASE_URL.";
  }
  if (/does not support SSL/i.test(message)) {
    return "The database speaks no TLS, which DATABASE_URL asks for. Turn it on there (ssl = on), or take sslmode out of DATABASE_URL if the network is your own.";
  }
  const known = REFUSALS[code];
  // PostgreSQL's own sentence names roles, databases and columns, never a password.
  return known === undefined
    ? `The database refuses: ${message.replace(/\.$/, "")}. Look at DATABASE_URL and at the log of the database.`
    : `The database cannot be used. ${known}`;
}

/** The first of many. */
function listSome(names: readonly string[]): string {
  const [first = "", ...others] = names;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
