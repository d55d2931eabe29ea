/** The database was away or did not answer in time. The request can be tried again. */
export class DatabaseAwayError extends Error {
  override name = "DatabaseAwayError";

  constructor(options?: ErrorOptions) {
    super("The database is away.", options);
  }
}

/** Error codes of Node.js for a connection that cannot be made, or breaks. */
const CONNECTION_ERRORS = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENETDOWN",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/**
 * SQLSTATE classes and codes of a server that cannot work now: no connection, no room, being shut down, or a standby
 * that accepts no writes yet.
 * @see PostgreSQL, Appendix A: Error Codes
 */
const SERVER_ERRORS = /^(08...|53...|57P0[1-5]|58...|25006)$/;

/** Prisma's codes for a server that is not reached or does not answer, and for a transaction that never began. */
const PRISMA_ERRORS = new Set(["P1001", "P1002", "P1008", "P1011", "P1017", "P2024", "P2028", "P2037"]);

/** Messages of the driver, which gives these errors no code. */
const DRIVER_MESSAGES =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

/** The names that Prisma's driver adapters use for these. */
const ADAPTER_KINDS = new Set(["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout", "TooManyConnections"]);

/** Errors of requests to other servers, which use the same words but say nothing about the database. */
const OUTGOING_ERRORS = new Set(["SafeFetchError", "MailError"]);

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Errors of the parts of the portal without which it cannot work for a moment, as without its database. */
const AWAY_ERRORS = new Set(["DatabaseAwayError", "SignerAwayError"]);

/** Whether an error was caused by the database, or the signer, being away, however often it was wrapped on its way from the driver. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 6) return false;
  if (error instanceof DatabaseAwayError) return true;
  const { name, code, originalCode, kind, message, cause, meta, driverAdapterError } = error as Record<string, unknown>;
  // Next.js bundles pages and instrumentation separately, each with its own copy of the class.
  if (AWAY_ERRORS.has(textOf(name))) return true;
  if (OUTGOING_ERRORS.has(textOf(name))) return false;
  for (const each of [textOf(code), textOf(originalCode)]) {
    if (CONNECTION_ERRORS.has(each) || SERVER_ERRORS.test(each) || PRISMA_ERRORS.has(each)) return true;
  }
  if (ADAPTER_KINDS.has(textOf(kind)) || DRIVER_MESSAGES.test(textOf(message))) return true;
  return [cause, meta, driverAdapterError].some((inner) => isDatabaseAway(inner, depth + 1));
}
