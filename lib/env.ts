import path from "node:path";
import { z } from "zod";
import { choice, databaseUrl, hostName, integer, issuer, parseUrl, proxies, url } from "./env-values";
import { fileVariableOf, readSecretFiles, SECRET_VARIABLES } from "./secret-files";
import { describeUnknownVariables } from "./unknown-variables";

/** Nobody may add a second factor, everybody may, everybody must, administrators must. */
export const SECOND_FACTOR_POLICIES = ["off", "offered", "required", "required-for-administrators"] as const;

/** Everybody may make an account, whoever has an address at certain domains, whoever was invited, nobody. */
export const SIGN_UP_MODES = ["open", "domains", "invitation", "closed"] as const;

/** Who may register apps in the console. */
export const APP_REGISTRARS = ["everybody", "administrators"] as const;

/** Dynamic client registration: nobody, whoever has an initial access token, everybody. @see RFC 7591 §3 */
export const REGISTRATION_MODES = ["closed", "token", "open"] as const;

/** How the log is written. */
export const LOG_FORMATS = ["json", "text"] as const;

/** What the log tells: failures; also what should be changed; also what happens. */
export const LOG_LEVELS = ["error", "warn", "info"] as const;

/** Settings of the portal that a variable decides; null: administrators do, and the variable is not set. */
export interface FixedSettings {
  portalName: string | null;
  signUp: (typeof SIGN_UP_MODES)[number] | null;
  /** in lower case and ASCII */
  signUpDomains: string[] | null;
  appRegistrars: (typeof APP_REGISTRARS)[number] | null;
  registration: (typeof REGISTRATION_MODES)[number] | null;
  secondFactors: (typeof SECOND_FACTOR_POLICIES)[number] | null;
  sessionIdleDays: number | null;
  sessionDays: number | null;
}

/** The configuration of this process. Lifetimes are seconds unless the name says otherwise. */
export interface Env {
  /** TCP port the portal listens on. */
  port: number;
  /** TCP port for questions about health alone; null: they are answered at `port`. */
  healthPort: number | null;
  /** Where `/metrics` is answered, and nothing else; null: nowhere, and nothing is counted. */
  metrics: { port: number; host: string } | null;
  /** How the log is written; `format`: null is text at a terminal, otherwise JSON. `level`: lines below are left out. */
  log: { format: (typeof LOG_FORMATS)[number] | null; level: (typeof LOG_LEVELS)[number] };
  /** Whether the log has a line for each request. */
  accessLog: boolean;
  /** Whether traces go to a collector, which OpenTelemetry's own variables name. */
  isTraced: boolean;
  /** Exactly as configured, no trailing slash. @see RFC 8414 §2 */
  issuer: string;
  /** null: the embedded database in `dataDir`. */
  databaseUrl: string | null;
  /** Absolute path. */
  dataDir: string;
  /** null: a generated one is kept in `dataDir` (embedded database only). */
  secret: string | null;
  /** The secret before this one, while it is being changed: it opens what was sealed under it. null: there is none. */
  previousSecret: string | null;
  /** null: the outbox page shows the mails. */
  smtpUrl: string | null;
  /** Whether a mail server on another machine must speak TLS. @see RFC 3207 */
  smtpTls: "required" | "optional";
  /** Who mails come from; null: `no-reply@` the issuer's host. `name`: null is the portal's name. */
  mailFrom: { name: string | null; address: string } | null;
  /** a file in MaxMind's format; null: places are not shown */
  geoDatabase: string | null;
  rateLimits: boolean;
  /** Whether the server answers the protocol without the router of Next.js. */
  fastLane: boolean;
  /** Whether response types that carry tokens through the browser are allowed. @see OIDC Core §3.2, §3.3 */
  legacyResponseTypes: boolean;
  /** Whose sign-ins need a code challenge: those of public clients, or all. @see RFC 7636, RFC 9700 §2.1.1 */
  requirePkce: "public" | "all";
  /** What no administrator can change. */
  fixedSettings: FixedSettings;
  /** Days after which an app's refresh tokens end, however often it uses them. */
  refreshTokenDays: number;
  /** Private hosts, as `host` or `host:port`, that outgoing fetches may reach. */
  fetchAllow: string[];
  /** Address or name that the portal listens on; null: every address of this machine. */
  host: string | null;
  /** Addresses and networks (`10.0.0.0/8`) of the proxies whose `X-Forwarded-For` is believed. */
  trustProxy: string[];
  /** log2 of bcrypt's rounds. */
  bcryptCost: number;
  /** Days an audit event is kept. */
  auditRetentionDays: number;
  /** Apps that one account may have. */
  appsPerAccount: number;
  /** Connections to PostgreSQL per process; null: as many as its instance's processes leave room for. */
  databasePoolSize: number | null;
  /** Where the process listens that signs; null: this process signs itself. The primary sets it for its workers. */
  signerSocket: string | null;
  /** Processes on one PostgreSQL, each with its own pool; null: one per core. */
  workers: number | null;
  /**
   * Whether browsers can ask for the pseudo-locale, whose longer, marked words show which texts are in no catalogue.
   */
  pseudoLocale: boolean;
  /** First of the three ports of `npm run demo`'s example programs. */
  demoPort: number;
}

/** A variable of the environment that is missing or malformed; the message is one sentence for the operator. */
export class EnvError extends Error {
  override name = "EnvError";
}

export type Variables = Record<string, string | undefined>;

/** All variables of the process, unchecked. */
export function getVariables(): Variables {
  return process.env;
}

/** A domain of e-mail addresses in lower case and ASCII, as mail servers know it; null: what was written is none. */
export function toDomain(written: string): string | null {
  const host = written.trim().replace(/^@/, "");
  if (!/^[^\s/?#@:[\]\\%]{1,253}$/.test(host)) return null;
  const domain = parseUrl(`https://${host}`)?.hostname ?? "";
  return /^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z][a-z\d-]*[a-z\d]$/.test(domain) ? domain : null;
}

/** The longest that a session may be set to live, in days. */
export const MAX_SESSION_DAYS = 400;

/** Characters of a portal's name. */
export const MAX_PORTAL_NAME = 60;

const portalName = z
  .string()
  .trim()
  .regex(
    new RegExp(`^[^\\p{Cc}\\u2028\\u2029]{1,${MAX_PORTAL_NAME}}$`, "u"),
    `PORTICO_PORTAL_NAME must be one line of at most ${MAX_PORTAL_NAME} characters.`,
  );

const domains = z.string().transform((value, ctx) => {
  const found = value.split(",").map(toDomain);
  const valid = found.filter((domain) => domain !== null);
  if (valid.length === found.length) return valid;
  ctx.addIssue(
    "PORTICO_SIGN_UP_DOMAINS must be domains of e-mail addresses, separated by commas, such as example.org.",
  );
  return z.NEVER;
});

const mailFrom = z.string().transform((value, ctx) => {
  const [, name = "", bracketed, alone] = /^(?:([^<>\p{Cc}]*)<([^<>\s]+)>|([^<>\s]+))$/u.exec(value.trim()) ?? [];
  const address = bracketed ?? alone ?? "";
  const at = address.lastIndexOf("@");
  const domain = at > 0 ? toDomain(address.slice(at + 1)) : null;
  if (domain !== null) {
    return { name: name.trim().replace(/^"(.*)"$/, "$1") || null, address: `${address.slice(0, at)}@${domain}` };
  }
  ctx.addIssue("PORTICO_MAIL_FROM must be an address such as no-reply@example.org, or Acme ID <no-reply@example.org>.");
  return z.NEVER;
});

const schema = z.object({
  PORT: integer("PORT", 1, 65535, "a port number").default(3000),
  PORTICO_HEALTH_PORT: integer("PORTICO_HEALTH_PORT", 1, 65535, "a port number").optional(),
  PORTICO_METRICS_PORT: integer("PORTICO_METRICS_PORT", 1, 65535, "a port number").optional(),
  PORTICO_METRICS_HOST: hostName("PORTICO_METRICS_HOST").default("127.0.0.1"),
  PORTICO_LOG_FORMAT: choice("PORTICO_LOG_FORMAT", [...LOG_FORMATS]).optional(),
  PORTICO_LOG_LEVEL: choice("PORTICO_LOG_LEVEL", [...LOG_LEVELS]).default("info"),
  PORTICO_ACCESS_LOG: choice("PORTICO_ACCESS_LOG", ["on", "off"]).default("off"),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    ["http:", "https:"],
    "http://127.0.0.1:4318",
  ).optional(),
  PORTICO_ISSUER: issuer.optional(),
  DATABASE_URL: databaseUrl.optional(),
  PORTICO_DATA_DIR: z.string().default(".data"),
  PORTICO_SECRET: z.string().min(32, "PORTICO_SECRET must have at least 32 characters.").optional(),
  PORTICO_SECRET_PREVIOUS: z.string().min(32, "PORTICO_SECRET_PREVIOUS must have at least 32 characters.").optional(),
  SMTP_URL: url("SMTP_URL", ["smtp:", "smtps:"], "smtp://user:password@mail.example.org:587").optional(),
  PORTICO_MAIL_FROM: mailFrom.optional(),
  PORTICO_GEO_DATABASE: z.string().min(1).optional(),
  PORTICO_SMTP_TLS: choice("PORTICO_SMTP_TLS", ["required", "optional"]).default("required"),
  PORTICO_PORTAL_NAME: portalName.optional(),
  PORTICO_SIGN_UP: choice("PORTICO_SIGN_UP", [...SIGN_UP_MODES]).optional(),
  PORTICO_SIGN_UP_DOMAINS: domains.optional(),
  PORTICO_APP_REGISTRARS: choice("PORTICO_APP_REGISTRARS", [...APP_REGISTRARS]).optional(),
  PORTICO_REGISTRATION: choice("PORTICO_REGISTRATION", [...REGISTRATION_MODES]).optional(),
  PORTICO_RATE_LIMITS: choice("PORTICO_RATE_LIMITS", ["on", "off"]).default("on"),
  PORTICO_SIGNER: choice("PORTICO_SIGNER", ["inside", "process"]).default("inside"),
  PORTICO_FAST_LANE: choice("PORTICO_FAST_LANE", ["on", "off"]).default("on"),
  PORTICO_LEGACY_RESPONSE_TYPES: choice("PORTICO_LEGACY_RESPONSE_TYPES", ["on", "off"]).default("off"),
  PORTICO_PSEUDO_LOCALE: choice("PORTICO_PSEUDO_LOCALE", ["on", "off"]).default("off"),
  PORTICO_REQUIRE_PKCE: choice("PORTICO_REQUIRE_PKCE", ["public", "all"]).default("public"),
  PORTICO_SECOND_FACTORS: choice("PORTICO_SECOND_FACTORS", [...SECOND_FACTOR_POLICIES]).optional(),
  PORTICO_SESSION_IDLE_DAYS: integer("PORTICO_SESSION_IDLE_DAYS", 1, MAX_SESSION_DAYS, "a number of days").optional(),
  PORTICO_SESSION_DAYS: integer("PORTICO_SESSION_DAYS", 1, MAX_SESSION_DAYS, "a number of days").optional(),
  PORTICO_REFRESH_TOKEN_DAYS: integer("PORTICO_REFRESH_TOKEN_DAYS", 1, 3650, "a number of days").default(365),
  PORTICO_FETCH_ALLOW: z
    .string()
    .regex(
      /^[^\s,/]+(\s*,\s*[^\s,/]+)*$/,
      "PORTICO_FETCH_ALLOW must be hosts with optional ports, separated by commas.",
    )
    .optional(),
  PORTICO_HOST: hostName("PORTICO_HOST").optional(),
  PORTICO_TRUST_PROXY: proxies.default([]),
  PORTICO_BCRYPT_COST: integer("PORTICO_BCRYPT_COST", 4, 16, "a whole number").default(12),
  PORTICO_AUDIT_RETENTION_DAYS: integer("PORTICO_AUDIT_RETENTION_DAYS", 1, 3650, "a number of days").default(365),
  PORTICO_APPS_PER_ACCOUNT: integer("PORTICO_APPS_PER_ACCOUNT", 1, 100_000, "a number of apps").default(100),
  PORTICO_DATABASE_POOL: integer("PORTICO_DATABASE_POOL", 1, 500, "a number of connections").optional(),
  PORTICO_WORKERS: integer("PORTICO_WORKERS", 1, 64, "a number of processes").optional(),
  PORTICO_DEMO_PORT: integer("PORTICO_DEMO_PORT", 1, 65533, "a port number").default(4000),
});

/** @throws {EnvError} where two servers would listen on one port */
function checkPorts(read: { PORT: number; PORTICO_HEALTH_PORT?: number; PORTICO_METRICS_PORT?: number }): void {
  const { PORT: port, PORTICO_HEALTH_PORT: health, PORTICO_METRICS_PORT: metrics } = read;
  if (health === port) {
    throw new EnvError("PORTICO_HEALTH_PORT must be another port than PORT, which is the public one.");
  }
  if (metrics !== undefined && (metrics === port || metrics === health)) {
    throw new EnvError("PORTICO_METRICS_PORT must be another port than PORT and PORTICO_HEALTH_PORT.");
  }
}

/**
 * Reads and checks the variables. An empty one counts as unset.
 * @throws {EnvError} with one sentence per bad variable, a line each
 */
export function parseEnv(variables: Variables): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const { variables: whole, problems } = readSecretFiles(given);
  const result = schema.safeParse(whole);
  const firstOfEach = new Map<unknown, string>();
  for (const {
    path: [name],
    message,
  } of result.error?.issues ?? []) {
    if (!firstOfEach.has(name)) firstOfEach.set(name, message);
  }
  const all = [...problems, ...firstOfEach.values()];
  if (!result.success || all.length > 0) throw new EnvError(all.join("\n"));
  const read = result.data;
  if (read.DATABASE_URL && !read.PORTICO_SECRET) {
    throw new EnvError(
      "PORTICO_SECRET must be set (32 random characters or more, the same on every instance) when DATABASE_URL is set.",
    );
  }
  if (read.PORTICO_SIGNER === "process" && !read.DATABASE_URL) {
    throw new EnvError(
      "PORTICO_SIGNER=process needs DATABASE_URL: with the embedded database, the portal is one process.",
    );
  }
  if (read.PORTICO_SECRET_PREVIOUS !== undefined && read.PORTICO_SECRET_PREVIOUS === read.PORTICO_SECRET) {
    throw new EnvError(
      "PORTICO_SECRET_PREVIOUS must differ from PORTICO_SECRET; if there is no other secret, unset it.",
    );
  }
  checkPorts(read);
  return {
    port: read.PORT,
    healthPort: read.PORTICO_HEALTH_PORT ?? null,
    metrics: read.PORTICO_METRICS_PORT ? { port: read.PORTICO_METRICS_PORT, host: read.PORTICO_METRICS_HOST } : null,
    log: { format: read.PORTICO_LOG_FORMAT ?? null, level: read.PORTICO_LOG_LEVEL },
    accessLog: read.PORTICO_ACCESS_LOG === "on",
    isTraced: read.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
    issuer: read.PORTICO_ISSUER ?? `http://localhost:${read.PORT}`,
    databaseUrl: read.DATABASE_URL ?? null,
    dataDir: path.resolve(read.PORTICO_DATA_DIR),
    secret: read.PORTICO_SECRET ?? null,
    previousSecret: read.PORTICO_SECRET_PREVIOUS ?? null,
    smtpUrl: read.SMTP_URL ?? null,
    mailFrom: read.PORTICO_MAIL_FROM ?? null,
    smtpTls: read.PORTICO_SMTP_TLS,
    geoDatabase: read.PORTICO_GEO_DATABASE ?? null,
    rateLimits: read.PORTICO_RATE_LIMITS === "on",
    fastLane: read.PORTICO_FAST_LANE === "on",
    legacyResponseTypes: read.PORTICO_LEGACY_RESPONSE_TYPES === "on",
    requirePkce: read.PORTICO_REQUIRE_PKCE,
    pseudoLocale: read.PORTICO_PSEUDO_LOCALE === "on",
    refreshTokenDays: read.PORTICO_REFRESH_TOKEN_DAYS,
    fetchAllow: read.PORTICO_FETCH_ALLOW?.split(",").map((host) => host.trim()) ?? [],
    host: read.PORTICO_HOST ?? null,
    trustProxy: read.PORTICO_TRUST_PROXY,
    bcryptCost: read.PORTICO_BCRYPT_COST,
    auditRetentionDays: read.PORTICO_AUDIT_RETENTION_DAYS,
    appsPerAccount: read.PORTICO_APPS_PER_ACCOUNT,
    databasePoolSize: read.PORTICO_DATABASE_POOL ?? null,
    signerSocket: given.PORTICO_SIGNER_SOCKET ?? null,
    workers: read.PORTICO_WORKERS ?? null,
    demoPort: read.PORTICO_DEMO_PORT,
    fixedSettings: {
      portalName: read.PORTICO_PORTAL_NAME ?? null,
      signUp: read.PORTICO_SIGN_UP ?? null,
      signUpDomains: read.PORTICO_SIGN_UP_DOMAINS ?? null,
      appRegistrars: read.PORTICO_APP_REGISTRARS ?? null,
      registration: read.PORTICO_REGISTRATION ?? null,
      secondFactors: read.PORTICO_SECOND_FACTORS ?? null,
      sessionIdleDays: read.PORTICO_SESSION_IDLE_DAYS ?? null,
      sessionDays: read.PORTICO_SESSION_DAYS ?? null,
    },
  };
}

let env: Env | undefined;

/**
 * The configuration, read once, when it is first needed.
 * @throws {EnvError} with one sentence per missing or malformed variable
 */
export function getEnv(): Env {
  env ??= parseEnv(process.env);
  return env;
}

/** A sentence for each variable that begins with `PORTICO_` and that nobody reads. */
export function listUnknownVariables(variables: Variables = process.env): string[] {
  return describeUnknownVariables(variables, [...Object.keys(schema.shape), ...SECRET_VARIABLES.map(fileVariableOf)]);
}

/** For tests: the next `getEnv()` reads the environment again, with `changes` over it. */
export function resetEnv(changes: Variables = {}): void {
  env = parseEnv({ ...process.env, ...changes });
}
