/** How a connection to the database is encrypted, and what proves who the server is. @see PostgreSQL, 32.19 SSL Support */
export const TLS_MODES = ["disable", "prefer", "require", "verify-ca", "verify-full"] as const;

export type TlsMode = (typeof TLS_MODES)[number];

/** A server of a `DATABASE_URL`. `host`: a name, an address, or the folder of a socket; "" when the URL names none */
export interface DatabaseHost {
  host: string;
  port: number;
}

/** What a `DATABASE_URL` says. Members that it leaves out are undefined. */
export interface DatabaseUrl {
  /** in the order in which they are tried; at least one */
  hosts: DatabaseHost[];
  user?: string;
  password?: string;
  database?: string;
  tlsMode?: TlsMode;
  /** paths of files in PEM; `rootCertificate` may be `system` */
  tlsFiles: { rootCertificate?: string; certificate?: string; key?: string; keyPassword?: string };
  /** whether TLS begins at once, without asking in clear first */
  isTlsDirect: boolean;
  /** whether only a server that takes writes counts */
  isWriterWanted: boolean;
  /** settings of the session, as libpq's `options` */
  options?: string;
}

/** A `DATABASE_URL` that cannot be used. The message is one sentence, and shows nothing of the URL but a host or a name. */
export class DatabaseUrlError extends Error {
  override name = "DatabaseUrlError";
}

const EXAMPLE = "postgresql://user:password@localhost:5432/portico";
const DEFAULT_PORT = 5432;

/** Parameters that this file reads. */
const KNOWN = [
  "host",
  "port",
  "user",
  "password",
  "dbname",
  "schema",
  "sslmode",
  "sslrootcert",
  "sslcert",
  "sslkey",
  "sslpassword",
  "sslnegotiation",
  "target_session_attrs",
  "options",
];

/** Parameters that change nothing, because the portal decides these things itself. */
const DECIDED = [
  "application_name",
  "fallback_application_name",
  "client_encoding",
  "connect_timeout",
  "keepalives",
  "keepalives_idle",
  "keepalives_interval",
  "keepalives_count",
  "tcp_user_timeout",
  "uselibpqcompat",
];

function fail(sentence: string): never {
  throw new DatabaseUrlError(sentence);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return fail("DATABASE_URL has a % that encodes nothing: write it as %25, in passwords too.");
  }
}

/** The text before and after a sign; all of it is before when there is no such sign. */
function cut(text: string, index: number): [string, string | undefined] {
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port > 0 && port < 65_536) return port;
  // Not shown: it may be a part of a password.
  return fail(
    "A port in DATABASE_URL is no number from 1 to 65535. Signs such as : / ? in passwords are written as %3A %2F %3F.",
  );
}

/** `name`, `name:port`, `[::1]:port`; undefined when no port is given. */
function parseHost(text: string): { host: string; port: number | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  const [host, port] = bracketed ? [bracketed[1] ?? "", bracketed[2]] : cut(text, text.indexOf(":"));
  return { host: decode(host), port: port === undefined || port === "" ? undefined : parsePort(port) };
}

function parseParameters(text: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const part of text.split("&").filter((each) => each !== "")) {
    const [name, value = ""] = cut(part, part.indexOf("="));
    const known = decode(name);
    if (DECIDED.includes(known)) continue;
    if (!KNOWN.includes(known)) {
      fail(`DATABASE_URL has a parameter that the portal does not know; it knows ${KNOWN.join(", ")}.`);
    }
    parameters.set(known, decode(value));
  }
  return parameters;
}

/** The servers, from between the slashes or, as libpq's socket form has them, from the parameters. */
function readHosts(written: string, parameters: Map<string, string>): DatabaseHost[] {
  const named = parameters.get("host");
  const entries =
    named === undefined
      ? written.split(",").map(parseHost)
      : named.split(",").map((host) => ({ host, port: undefined }));
  const ports = parameters.get("port")?.split(",").map(parsePort) ?? [];
  if (ports.length > 1 && ports.length !== entries.length) fail("DATABASE_URL must have a port for each host, or one.");
  if (entries.length > 1 && entries.some(({ host }) => host === "")) fail("DATABASE_URL has a host without a name.");
  return entries.map(({ host, port }, index) => ({ host, port: port ?? ports[index] ?? ports[0] ?? DEFAULT_PORT }));
}

function readTlsMode(mode: string | undefined, rootCertificate: string | undefined): TlsMode | undefined {
  // As libpq has it, authorities of the system vouch for names only.
  if (mode === undefined) return rootCertificate === "system" ? "verify-full" : undefined;
  const found = TLS_MODES.find((each) => each === mode);
  if (found === undefined) fail(`sslmode in DATABASE_URL must be ${TLS_MODES.slice(0, -1).join(", ")} or verify-full.`);
  if (found === "verify-ca" && (rootCertificate === undefined || rootCertificate === "system")) {
    fail(
      "sslmode=verify-ca in DATABASE_URL needs sslrootcert=FILE: everybody can have a certificate of a public authority.",
    );
  }
  return found;
}

function readWriterWanted(attributes: string | undefined, hosts: number): boolean {
  // One that only reads is of no use to the portal, so it passes over standbys unless it is told not to.
  if (attributes === undefined) return hosts > 1;
  if (["read-write", "primary"].includes(attributes)) return true;
  if (attributes === "any") return false;
  return fail("target_session_attrs in DATABASE_URL must be read-write, primary or any: the portal writes.");
}

/**
 * Reads a `DATABASE_URL` as libpq reads it.
 * @throws {DatabaseUrlError} with one sentence for the operator
 * @see PostgreSQL, 32.1.1.2 Connection URIs
 */
export function parseDatabaseUrl(written: string): DatabaseUrl {
  const form = /^postgres(?:ql)?:\/\/([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/s.exec(written);
  if (!form) return fail(`DATABASE_URL must be a URL such as ${EXAMPLE}.`);
  const [, authority = "", name = "", query = ""] = form;
  // The rest of a password with a slash in it would be taken for a host, and shown.
  if (name.includes("@") || query.includes("@")) {
    fail(
      "DATABASE_URL has an @ after its host: signs such as @ / ? in user names and passwords are written as %40 %2F %3F.",
    );
  }
  const at = authority.lastIndexOf("@");
  const person = authority.slice(0, Math.max(at, 0));
  const [user, password] = cut(person, person.indexOf(":"));
  const parameters = parseParameters(query);
  const hosts = readHosts(authority.slice(at + 1), parameters);
  if (!["public", undefined].includes(parameters.get("schema"))) {
    fail("DATABASE_URL names a schema other than public, which the portal cannot use: give it a database of its own.");
  }
  const rootCertificate = parameters.get("sslrootcert");
  return {
    hosts,
    user: parameters.get("user") ?? (decode(user) || undefined),
    password: parameters.get("password") ?? (password === undefined ? undefined : decode(password)),
    database: parameters.get("dbname") ?? (decode(name) || undefined),
    tlsMode: readTlsMode(parameters.get("sslmode"), rootCertificate),
    tlsFiles: {
      rootCertificate,
      certificate: parameters.get("sslcert"),
      key: parameters.get("sslkey"),
      keyPassword: parameters.get("sslpassword"),
    },
    isTlsDirect: parameters.get("sslnegotiation") === "direct",
    isWriterWanted: readWriterWanted(parameters.get("target_session_attrs"), hosts.length),
    options: parameters.get("options"),
  };
}
