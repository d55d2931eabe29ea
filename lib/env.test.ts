import { expect, it } from "vitest";
import { EnvError, parseEnv } from "./env";

const secret = "a secret of 32 characters or more";

it("needs nothing: the defaults run an embedded portal on port 3000", () => {
  expect(parseEnv({})).toMatchObject({
    port: 3000,
    issuer: "http://localhost:3000",
    databaseUrl: null,
    dataDir: expect.stringMatching(/[\\/]\.data$/),
    smtpUrl: null,
    fixedSettings: { registration: null, secondFactors: null, portalName: null, signUpDomains: null },
    rateLimits: true,
    trustProxy: [],
    host: null,
    metrics: null,
    bcryptCost: 12,
  });
});

it("takes an empty variable for an unset one", () => {
  expect(parseEnv({ PORT: "", DATABASE_URL: "", PORTICO_ISSUER: "" })).toEqual(parseEnv({}));
});

it("derives the issuer from the port", () => {
  expect(parseEnv({ PORT: "8080" }).issuer).toBe("http://localhost:8080");
});

it.each([
  ["PORTICO_ISSUER", "https://id.example.org", { issuer: "https://id.example.org" }],
  ["PORTICO_ISSUER", "http://127.0.0.1:4000", { issuer: "http://127.0.0.1:4000" }],
  ["SMTP_URL", "smtp://portico:50%25off@mail.example.org", { smtpUrl: "smtp://portico:50%25off@mail.example.org" }],
  ["SMTP_URL", "smtps://mail.example.org", { smtpUrl: "smtps://mail.example.org" }],
  ["PORTICO_REGISTRATION", "token", { fixedSettings: { registration: "token" } }],
  ["PORTICO_PORTAL_NAME", " Acme ID ", { fixedSettings: { portalName: "Acme ID" } }],
  ["PORTICO_SIGN_UP", "invitation", { fixedSettings: { signUp: "invitation" } }],
  [
    "PORTICO_SIGN_UP_DOMAINS",
    "Example.org, @bücher.example",
    { fixedSettings: { signUpDomains: ["example.org", "xn--bcher-kva.example"] } },
  ],
  ["PORTICO_SESSION_DAYS", "90", { fixedSettings: { sessionDays: 90 } }],
  ["PORTICO_REQUIRE_PKCE", "all", { requirePkce: "all" }],
  ["PORTICO_PSEUDO_LOCALE", "on", { pseudoLocale: true }],
  ["PORTICO_RATE_LIMITS", "off", { rateLimits: false }],
  ["PORTICO_FAST_LANE", "off", { fastLane: false }],
  ["PORTICO_REFRESH_TOKEN_DAYS", "30", { refreshTokenDays: 30 }],
  ["PORTICO_FETCH_ALLOW", "a.example.org, b.example.org:8443", { fetchAllow: ["a.example.org", "b.example.org:8443"] }],
  ["PORTICO_HOST", "127.0.0.1", { host: "127.0.0.1" }],
  ["PORTICO_HOST", "::1", { host: "::1" }],
  ["PORTICO_MAIL_FROM", "id@example.org", { mailFrom: { name: null, address: "id@example.org" } }],
  [
    "PORTICO_MAIL_FROM",
    '"Acme, Inc." <id@Bücher.example>',
    { mailFrom: { name: "Acme, Inc.", address: "id@xn--bcher-kva.example" } },
  ],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318", { isTraced: true }],
  ["PORTICO_LOG_FORMAT", "json", { log: { format: "json", level: "info" } }],
  ["PORTICO_LOG_LEVEL", "warn", { log: { format: null, level: "warn" } }],
  ["PORTICO_ACCESS_LOG", "on", { accessLog: true }],
  ["PORTICO_METRICS_PORT", "9464", { metrics: { port: 9464, host: "127.0.0.1" } }],
  ["PORTICO_TRUST_PROXY", "off", { trustProxy: [] }],
  [
    "PORTICO_TRUST_PROXY",
    "192.0.2.1, 10.0.0.0/8,2001:db8::/32",
    { trustProxy: ["192.0.2.1", "10.0.0.0/8", "2001:db8::/32"] },
  ],
  ["PORTICO_TRUST_PROXY", "loopback", { trustProxy: ["127.0.0.0/8", "::1"] }],
  ["PORTICO_TRUST_PROXY", "private", { trustProxy: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"] }],
  ["PORTICO_BCRYPT_COST", "10", { bcryptCost: 10 }],
  ["PORTICO_AUDIT_RETENTION_DAYS", "30", { auditRetentionDays: 30 }],
  ["PORTICO_APPS_PER_ACCOUNT", "5", { appsPerAccount: 5 }],
  ["PORTICO_DATABASE_POOL", "50", { databasePoolSize: 50 }],
  ["PORTICO_DEMO_PORT", "5000", { demoPort: 5000 }],
])("takes %s=%s", (name, value, expected) => {
  expect(parseEnv({ [name]: value })).toMatchObject(expected);
});

it.each([
  ["PORT", "0"],
  ["PORT", "65536"],
  ["PORT", "http"],
  ["PORTICO_ISSUER", "id.example.org"],
  ["PORTICO_ISSUER", "http://id.example.org"],
  ["PORTICO_ISSUER", "https://id.example.org/"],
  ["PORTICO_ISSUER", "https://id.example.org/portal"],
  ["PORTICO_ISSUER", "ftp://id.example.org"],
  ["DATABASE_URL", "localhost"],
  ["DATABASE_URL", "mysql://localhost/portico"],
  ["DATABASE_URL", "postgresql://portico:50%off@localhost/portico"],
  ["DATABASE_URL", "postgresql://localhost/100%"],
  ["PORTICO_SECRET", "short"],
  ["SMTP_URL", "mail.example.org"],
  ["SMTP_URL", "smtp://portico:50%off@mail.example.org"],
  ["PORTICO_REGISTRATION", "yes"],
  ["PORTICO_PORTAL_NAME", "x".repeat(61)],
  ["PORTICO_SIGN_UP", "yes"],
  ["PORTICO_SIGN_UP_DOMAINS", "example.org, 192.0.2.1"],
  ["PORTICO_SIGN_UP_DOMAINS", "https://example.org"],
  ["PORTICO_SESSION_IDLE_DAYS", "0"],
  ["PORTICO_REQUIRE_PKCE", "none"],
  ["PORTICO_RATE_LIMITS", "no"],
  ["PORTICO_FETCH_ALLOW", "https://a.example.org/"],
  ["PORTICO_HOST", "http://localhost"],
  ["PORTICO_MAIL_FROM", "example.org"],
  ["PORTICO_MAIL_FROM", "Acme <id@example.org"],
  ["PORTICO_MAIL_FROM", "a@example.org, b@example.org"],
  ["PORTICO_MAIL_FROM", "Acme\nBcc: user@example.org <id@example.org>"],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "127.0.0.1:4318"],
  ["PORTICO_LOG_FORMAT", "xml"],
  ["PORTICO_LOG_LEVEL", "debug"],
  ["PORTICO_ACCESS_LOG", "yes"],
  ["PORTICO_METRICS_PORT", "3000"],
  ["PORTICO_METRICS_HOST", "http://localhost"],
  ["PORTICO_TRUST_PROXY", "on"],
  ["PORTICO_TRUST_PROXY", "1"],
  ["PORTICO_TRUST_PROXY", "proxy.example.org"],
  ["PORTICO_TRUST_PROXY", "10.0.0.0/33"],
  ["PORTICO_TRUST_PROXY", "10.0.0.0/8/8"],
  ["PORTICO_TRUST_PROXY", "10.0.0.1,"],
  ["PORTICO_BCRYPT_COST", "3"],
  ["PORTICO_AUDIT_RETENTION_DAYS", "0"],
  ["PORTICO_APPS_PER_ACCOUNT", "0"],
  ["PORTICO_DATABASE_POOL", "0"],
  ["PORTICO_DEMO_PORT", "0"],
])("refuses %s=%s with one sentence that names it", (name, value) => {
  const parse = () => parseEnv({ PORTICO_SECRET: secret, [name]: value });
  expect(parse).toThrow(EnvError);
  expect(parse).toThrow(new RegExp(`^${name} [^\\n]+\\.$`));
});

it("refuses a database server without a secret: instances must share one", () => {
  expect(() => parseEnv({ DATABASE_URL: "postgresql://localhost/portico" })).toThrow(/^PORTICO_SECRET must be set/);
  expect(parseEnv({ DATABASE_URL: "postgresql://localhost/portico", PORTICO_SECRET: secret }).secret).toBe(secret);
});

it("tells every bad variable, a line each", () => {
  const parse = () => parseEnv({ PORT: "x", PORTICO_RATE_LIMITS: "x" });
  expect(parse).toThrow(/^PORT .+\nPORTICO_RATE_LIMITS .+$/);
});
