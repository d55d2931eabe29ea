/** Nobody was asked: the database was away, or did not answer in time. What a request wanted can be tried again. */
export class DatabaseAwayError extends Error {
  override name = "DatabaseAwayError";

  constructor(options?: ErrorOptions) {
    super("The database is away.", options);
  }
}

/** What Node.js says when a connection cannot be made, or breaks. */
const connectionErrors = new Set([
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
 * SQLSTATE classes and codes by which the server says that it cannot work now: no connection, no room, being shut down,
 * and a standby that takes no writes yet.
 * @see PostgreSQL, Appendix A: Error Codes
 */
const serverErrors = /^(08...|53...|57P0[1-5]|58...|25006)$/;

/** Prisma's codes for a server that is not reached or does not answer, and for a transaction that never began. */
const prismaErrors = new Set(["P1001", "P1002", "P1008", "P1011", "P1017", "P2024", "P2028", "P2037"]);

/** Of the driver, which gives these no code. */
const driverMessages =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

/** How Prisma's driver adapters name the same. */
const adapterKinds = new Set(["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout", "TooManyConnections"]);

/** Of requests to other servers, which fail in the same words and say nothing of the database. */
const outgoingErrors = new Set(["SafeFetchError", "MailError"]);

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Whether an error comes of a database that is away, wherever between the driver and the caller it was wrapped. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 6) return false;
  if (error instanceof DatabaseAwayError) return true;
  const { name, code, originalCode, kind, message, cause, meta, driverAdapterError } = error as Record<string, unknown>;
  // Next.js bundles pages and instrumentation apart, each with a class of its own.
  if (name === "DatabaseAwayError") return true;
  if (outgoingErrors.has(textOf(name))) return false;
  for (const each of [textOf(code), textOf(originalCode)]) {
    if (connectionErrors.has(each) || serverErrors.test(each) || prismaErrors.has(each)) return true;
  }
  if (adapterKinds.has(textOf(kind)) || driverMessages.test(textOf(message))) return true;
  return [cause, meta, driverAdapterError].some((inner) => isDatabaseAway(inner, depth + 1));
}
