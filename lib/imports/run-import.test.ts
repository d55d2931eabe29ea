import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operator } from "../auth/actor";
import { codeOfStep, stepAt } from "../auth/factors/totp";
import { handleSignIn } from "../auth/handle-sign-in";
import { getPasswordPool } from "../auth/password-pool";
import { locationOf, TestBrowser } from "../auth/testing/browser";
import { serve } from "../authorization-server";
import { flushEvents } from "../db/audit/events";
import { getDb } from "../db/driver/database";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { openAuthenticatorSecret } from "../keys/authenticator-encryption";
import { resetMasterKey } from "../keys/secret";
import { type ImportOrder, runImport } from "./run-import";

useTestDatabase();

const password = "four quiet grey herons";
let folder = "";

beforeAll(async () => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "https://id.example.org" });
  resetMasterKey("a secret for tests, 32 characters and more");
  folder = await mkdtemp(path.join(os.tmpdir(), "portico-import-"));
});
afterAll(async () => {
  await getPasswordPool().close();
  await rm(folder, { recursive: true });
});

let files = 0;
async function run(from: ImportOrder["from"], content: string | Buffer, options: Partial<ImportOrder> = {}) {
  files += 1;
  const file = path.join(folder, `${files}.txt`);
  await writeFile(file, content);
  const order = {
    file,
    from,
    report: `${file}.report`,
    isDry: false,
    isUpdating: false,
    secrets: null,
    trustedDomains: [],
    ...options,
  };
  const result = await runImport(operator, order, new Date());
  if (!result) throw new Error("not allowed");
  const lines = result.report === null ? "" : await readFile(result.report, "utf8");
  const report = lines
    .split("\n")
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line));
  return { ...result, lines: report };
}

const findUser = async (email: string) => (await getDb()).user.findUnique({ where: { email } });

async function canSignIn(username: string, typed = password): Promise<boolean> {
  const browser = new TestBrowser();
  files += 1;
  browser.address = `203.0.113.${files % 250}`;
  return locationOf(await browser.post(handleSignIn, { username, password: typed })) === "/account";
}

/** Made by Keycloak's own providers (26.0.7: `keycloak-server-spi-private`, `keycloak-crypto-default`), run by themselves. */
const keycloak: Readonly<Record<string, string[]>> = {
  pbkdf2: [
    '{"hashIterations":1300,"algorithm":"pbkdf2","additionalParameters":{}}',
    '{"value":"SBumiR118eKh0oCVnJu4Z6BwuuSRcANtARxzDJOeiptttF7aZO44SAzLZRhOLMFT2cjW2gQKeb4FIwzlLEZKog==","salt":"PiGxwdarG9DKYbRgXxq6dA==","additionalParameters":{}}',
  ],
  "pbkdf2-sha256": [
    '{"hashIterations":2700,"algorithm":"pbkdf2-sha256","additionalParameters":{}}',
    '{"value":"8opU4By15wDonhRjTFq5kaq9sm94G/cY8b6u5IYhBK4uW8+AEEFY5i5GSlL9XNce1frC8jg3SjHmSWKIQzlRJw==","salt":"4wMX6CDZKpb527tUWIjv4g==","additionalParameters":{}}',
  ],
  "pbkdf2-sha512": [
    '{"hashIterations":2100,"algorithm":"pbkdf2-sha512","additionalParameters":{}}',
    '{"value":"8rdty4S/4sPtytb7EYNZq1aYeVtZSZmcyQBFdOL3zba0MVGu3lyR8X3WNxAkg1N/QMBhWuCSJc/ylBUOpahjVQ==","salt":"VfqA5tmFE6jweaUUkp9f6A==","additionalParameters":{}}',
  ],
  argon2: [
    '{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"hashLength":["32"],"memory":["7168"],"type":["id"],"version":["1.3"],"parallelism":["1"]}}',
    '{"value":"vXZod84PNEIuuzyc7mQki1oyNlcz3l0IgBN2bLwy/6g=","salt":"z/pe5ayphRyPjjmrHM9JBA==","additionalParameters":{}}',
  ],
};

const user = (username: string, credentials: unknown[], more: Record<string, unknown> = {}) => ({
  id: "1d0f7d8a-3a0f-4b9e-9a4e-1c2d3e4f5a6b",
  username,
  email: `${username}@example.org`,
  emailVerified: true,
  enabled: true,
  firstName: "Kim",
  lastName: "Example",
  attributes: { locale: ["ko"], department: ["Birds"] },
  credentials,
  requiredActions: [],
  groups: [],
  ...more,
});

const realm = (users: unknown[]) => JSON.stringify({ realm: "example", roles: { realm: [] }, users }, null, 2);

describe("people of a Keycloak realm", () => {
  it.each(Object.keys(keycloak))(
    "sign in with their password, which becomes the portal's own then: %s",
    async (name) => {
      const [credentialData, secretData] = keycloak[name] ?? [];
      const credential = { type: "password", credentialData, secretData };
      const { counts, lines } = await run("keycloak", realm([user(name, [credential])]));
      expect(counts).toMatchObject({ created: 1 });
      expect(lines).toEqual([{ at: 1, email: `${name}@example.org`, became: "created", notes: ["email_unverified"] }]);
      const email = `${name}@example.org`;
      expect((await findUser(email))?.passwordHash).toMatch(/^imported:1:/);
      expect(await canSignIn(email, "four quiet grey heron")).toBe(false);
      expect(await canSignIn(email)).toBe(true);
      expect((await findUser(email))?.passwordHash).toMatch(/^\$2[aby]\$04\$/);
      expect(await canSignIn(email)).toBe(true);
    },
  );

  it("keep name, claims, groups, authenticator app and whether they are suspended", async () => {
    const otp = {
      type: "otp",
      secretData: JSON.stringify({ value: "vAvg5qRZqNvRXkN2ZIoi" }),
      credentialData: JSON.stringify({ subType: "totp", digits: 6, counter: 0, period: 30, algorithm: "HmacSHA1" }),
    };
    const people = [
      user("whole", [otp], { groups: ["/staff/editors", "/staff"] }),
      user("out", [], { enabled: false, requiredActions: ["UPDATE_PASSWORD", "VERIFY_EMAIL"] }),
      user("temporary", [{ type: "password", temporary: true }, { type: "webauthn" }]),
      user("service-account-app", [], { serviceAccountClientId: "app", email: null }),
      { username: "__proto__", emailVerified: true },
      { username: "named@example.org", emailVerified: true },
    ];
    const { counts, lines } = await run("keycloak", realm(people), { trustedDomains: ["example.org"] });
    expect(counts).toMatchObject({ created: 4, left_out: 2, no_email: 1, service_account: 1 });
    expect(lines).toEqual([
      { at: 2, email: "out@example.org", became: "created", notes: ["action_left_out"] },
      { at: 3, email: "temporary@example.org", became: "created", notes: ["password_temporary", "factor_unknown"] },
      { at: 4, email: null, became: "left_out", reason: "service_account" },
      { at: 5, email: null, became: "left_out", reason: "no_email" },
    ]);
    const whole = await findUser("whole@example.org");
    expect(whole).toMatchObject({
      name: "Kim Example",
      claims: { given_name: "Kim", family_name: "Example", preferred_username: "whole", locale: "ko" },
      passwordHash: null,
      factors: 1,
      isAdmin: false,
    });
    expect(whole?.emailVerifiedAt).not.toBeNull();
    expect((await findUser("out@example.org"))?.emailVerifiedAt).toBeNull();
    expect((await findUser("named@example.org"))?.emailVerifiedAt).toBeNull();
    expect((await findUser("out@example.org"))?.suspendedAt).not.toBeNull();
    const db = await getDb();
    const groups = await db.groupMember.findMany({ where: { userId: whole?.id }, include: { group: true } });
    expect(groups.map(({ group }) => group.name).toSorted()).toEqual(["staff", "staff/editors"]);
    const app = await db.authenticator.findFirst({ where: { userId: whole?.id } });
    const secret = await openAuthenticatorSecret(app?.secretJwe ?? "");
    // pyotp 2.12.1 in Python shows this code then
    expect(codeOfStep(secret, stepAt(new Date("2026-01-01T00:00:00Z")))).toBe("343544");
  });

  it("of a file that breaks off are there up to that place, and it says so", async () => {
    const whole = realm(Array.from({ length: 500 }, (_, place) => user(`broken-${place}`, [])));
    const cut = whole.slice(0, whole.indexOf('"broken-450"'));
    const first = await run("keycloak", cut, { trustedDomains: null });
    expect(first.brokenOff).toBe("The file ends in the middle, after 450 users.");
    expect(first.counts).toEqual({ created: 450 });
    const broken = await run("keycloak", `${cut}] nonsense`, { trustedDomains: null });
    expect(broken.brokenOff).toMatch(/^The file is not JSON from some place after 450 users on/);
    const again = await run("keycloak", whole, { trustedDomains: null });
    expect(again).toMatchObject({ counts: { created: 50, unchanged: 450 }, brokenOff: null, report: null });
  });
});

/** The hash is of bcrypt 4.0.1 in Python. */
const BCRYPT = "$2b$06$4j5ZchU0u4oFYW6EDB4hyeyPK6u4sMFr5axPHSCBTGS07g8dum3d6";

describe("people of Auth0", () => {
  it("come from a line each, and a line that is broken costs nobody else", async () => {
    const lines = [
      {
        email: "one@example.com",
        email_verified: true,
        passwordHash: BCRYPT,
        name: "one@example.com",
        nickname: "One",
      },
      '{"email": "cut@example.com", "na',
      { email: "two@example.com", blocked: true, password_hash: "$2b$10$short" },
      {
        email: "three@example.com",
        custom_password_hash: {
          algorithm: "sha1",
          // of passlib 1.7.4
          hash: { value: "57e8acfd0cd5b49041c909cef396340ed14e541a", encoding: "hex" },
        },
        mfa_factors: [{ totp: { secret: "OZAXMZZVOFJFU4KOOZJFQ22OGJNESR3J" } }, { phone: { value: "+1" } }],
        identities: [{ provider: "google-oauth2", user_id: "1234" }],
      },
      { email: "four@example.com", custom_password_hash: { algorithm: "md4", hash: { value: "00" } } },
    ];
    const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\r\n");
    const result = await run("auth0", gzipSync(text), { trustedDomains: ["example.com"] });
    expect(result.counts).toEqual({
      broken: 1,
      created: 4,
      factor_unknown: 1,
      hash_unknown: 2,
      left_out: 1,
      link_unknown: 1,
    });
    expect(result.lines).toContainEqual({ at: 2, email: null, became: "left_out", reason: "broken" });
    expect(await canSignIn("one@example.com")).toBe(true);
    expect(await findUser("one@example.com")).toMatchObject({ name: null, claims: { nickname: "One" } });
    expect((await findUser("two@example.com"))?.suspendedAt).not.toBeNull();
    expect((await findUser("three@example.com"))?.passwordHash).toMatch(/^imported:1:sha1,salt=start::\$2/);
    expect(await findUser("three@example.com")).toMatchObject({ factors: 1 });
  });

  it("are linked to their account elsewhere, unless it signs somebody else in", async () => {
    const db = await getDb();
    const upstream = { id: "work", name: "Work", preset: "google", clientId: "x", secretJwe: "x", isOn: true };
    await db.upstream.create({
      data: { ...upstream, scopes: [], domains: [], allowsSignUp: false, createdAt: new Date() },
    });
    const identities = [
      { provider: "google-oauth2", user_id: "g-1" },
      { provider: "auth0", user_id: "5f" },
    ];
    const people = [1, 2].map((number) => ({ email: `linked-${number}@example.com`, identities }));
    const { lines } = await run("auth0", JSON.stringify(people));
    const taken = expect.objectContaining({ notes: ["link_taken"] });
    expect(lines).toEqual([taken, taken]);
    await run("auth0", JSON.stringify([{ email: "linked-3@example.com", identities }]));
    const links = await db.upstreamLink.findMany({ select: { issuer: true, subject: true, userId: true } });
    const userId = (await findUser("linked-3@example.com"))?.id;
    expect(links).toEqual([{ issuer: "https://accounts.google.com", subject: "g-1", userId }]);
    const again = await run("auth0", JSON.stringify([{ email: "linked-4@example.com", identities }]));
    expect(again.counts).toEqual({ created: 1, link_taken: 1 });
  });
});

describe("people of a CSV file", () => {
  const rows = [
    "email,email_verified,name,password_hash,groups,suspended,shoe size",
    `Csv.One@Example.NET,true,"Kim, ""the"" Example",${BCRYPT},editors; Writers,,42`,
    'csv-two@example.net,no,"=HYPERLINK(""https://evil.example"")",,,yes,',
    "csv-one@example.net,,,,",
    "csv.one@example.net,true,Again,,,,",
    "not an address,,,,,,",
    "саsе@example.net,,,,,,",
    "csv-three@example.net,,a\u0000b,,\u202egnp,,",
  ];

  it("become people, whatever else their file is: quotes, formulas, twins, controls, look-alikes", async () => {
    const { counts, lines, unknownColumns } = await run("csv", rows.join("\n"), { trustedDomains: ["example.net"] });
    expect(unknownColumns).toEqual(["shoe size"]);
    expect(counts).toEqual({
      "claim_invalid:name": 1,
      bad_email: 2,
      broken: 1,
      created: 3,
      duplicate: 1,
      group_invalid: 1,
      left_out: 4,
    });
    expect(lines).toEqual([
      { at: 4, email: null, became: "left_out", reason: "broken" },
      { at: 5, email: "csv.one@example.net", became: "left_out", reason: "duplicate" },
      { at: 6, email: "not an address", became: "left_out", reason: "bad_email" },
      { at: 7, email: "саsе@example.net", became: "left_out", reason: "bad_email" },
      { at: 8, email: "csv-three@example.net", became: "created", notes: ["claim_invalid:name", "group_invalid"] },
    ]);
    expect(await findUser("csv.one@example.net")).toMatchObject({ name: 'Kim, "the" Example', suspendedAt: null });
    expect(await findUser("csv-two@example.net")).toMatchObject({ emailVerifiedAt: null });
    expect(await canSignIn("csv.one@example.net")).toBe(true);
  });

  it.each([
    ["UTF-8 with a byte order mark and CRLF", (text: string) => Buffer.from(`\ufeff${text.replaceAll("\n", "\r\n")}`)],
    ["UTF-16 of Excel", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["UTF-16 the other way", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
    ["semicolons", (text: string) => Buffer.from(text.replaceAll(",", ";"))],
  ])("can be written as %s", async (name, encode) => {
    const email = `${name.toLowerCase().replace(/[^a-z]/g, "")}@example.net`;
    const { counts, unknownColumns } = await run("csv", encode(`email,name\n${email},김 예시\n`));
    expect({ counts, unknownColumns }).toEqual({ counts: { created: 1 }, unknownColumns: [] });
    expect(await findUser(email)).toMatchObject({ name: "김 예시" });
  });

  it.each([
    ["", "The file is empty."],
    ["name\nKim\n", "The first line has no column email."],
    ["email,email\na@example.net,b@example.net\n", "The first line names the column email twice."],
    ['email,name\nquoted@example.net,"Kim\n', /^The file is not CSV/],
    [Buffer.from("email\n\xff\xfe@example.net\n", "latin1"), /is not text in UTF-8/],
    [Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.from("nothing")]), /cannot be unpacked/],
  ])("that cannot be read ends with a sentence: %j", async (content, sentence) => {
    const { brokenOff, counts } = await run("csv", content);
    expect(brokenOff).toMatch(sentence);
    expect(counts).toEqual({});
  });
});

/** Whether the client's secret is right, at the token endpoint. */
async function isSecretRight(clientId: string, secret: string): Promise<boolean> {
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code: "none",
    redirect_uri: "https://x.example",
  });
  const authorization = `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}`;
  const request = new Request("https://id.example.org/oauth/token", {
    method: "POST",
    body,
    headers: { authorization },
  });
  const answer = (await (await serve(request)).json()) as { error: string };
  return answer.error === "invalid_grant";
}

describe("apps", () => {
  const secret = "6f1c1e0a9b3d4c5e8f7a6b5c4d3e2f10";

  it("of a Keycloak realm keep their client id, secret and exact redirect URLs; Keycloak's own are left out", async () => {
    const clients = [
      { clientId: "account", protocol: "openid-connect" },
      {
        clientId: "calendar",
        name: "Calendar",
        secret,
        rootUrl: "https://calendar.example",
        redirectUris: ["/callback", "https://calendar.example/*"],
        defaultClientScopes: ["profile", "email", "roles", "web-origins"],
        attributes: { "post.logout.redirect.uris": "https://calendar.example/bye##+" },
      },
      { clientId: "saml", protocol: "saml" },
      { clientId: "off", enabled: false },
      { clientId: "masked", name: "Masked", secret: "**********", redirectUris: ["https://masked.example/cb"] },
      { clientId: "plain", name: "Plain", secret, redirectUris: ["http://plain.example/cb"] },
    ];
    const text = JSON.stringify({ realm: "x", clients, users: [user("beside-apps", [])] });
    const tried = await run("keycloak", text, { isDry: true });
    expect(await (await getDb()).client.count({ where: { id: "calendar" } })).toBe(0);
    const { counts, lines } = await run("keycloak", text);
    expect(counts).toEqual(tried.counts);
    expect(counts).toMatchObject({ app_created: 2, app_left_out: 4, built_in: 2, switched_off: 1, created: 1 });
    expect(lines).toContainEqual({ at: 2, client_id: "calendar", became: "created", notes: ["redirect_uri_left_out"] });
    expect(lines).toContainEqual({ at: 5, client_id: "masked", became: "created", notes: ["secret_missing"] });
    const why = expect.stringMatching(/redirect_uris/);
    expect(lines).toContainEqual({ at: 6, client_id: "plain", became: "left_out", reason: "app_refused", why });
    expect(await isSecretRight("calendar", secret)).toBe(true);
    expect(await isSecretRight("calendar", `${secret}0`)).toBe(false);
    const again = await run("keycloak", text.replace("calendar.example/callback", "calendar.example/other"));
    expect(again.counts).toMatchObject({ app_unchanged: 2, unchanged: 1 });
  });

  it("of Hydra are read from its list and from its API", async () => {
    const client = {
      client_id: "hydra-app",
      client_name: "Hydra app",
      client_secret: secret,
      redirect_uris: ["https://hydra.example/cb"],
      grant_types: ["authorization_code", "refresh_token", "urn:example:other"],
      response_types: ["code"],
      scope: "openid offline_access photos",
      audience: [],
      jwks: {},
      token_endpoint_auth_method: "client_secret_post",
      logo_uri: "",
    };
    // The API never answers with a secret.
    const silent = { ...client, client_id: "hydra-silent", client_secret: undefined };
    const { lines, counts } = await run("hydra", JSON.stringify({ items: [client, silent], is_last_page: true }));
    expect(counts).toEqual({ app_created: 2, secret_missing: 1 });
    expect(lines).toEqual([{ at: 2, client_id: "hydra-silent", became: "created", notes: ["secret_missing"] }]);
    expect(await isSecretRight("hydra-app", secret)).toBe(true);
    expect((await run("hydra", JSON.stringify([client, silent]))).counts).toEqual({ app_unchanged: 2 });
    const moved = { ...client, redirect_uris: ["https://hydra.example/other"] };
    expect((await run("hydra", JSON.stringify([moved]))).lines).toEqual([
      { at: 1, client_id: "hydra-app", became: "differs", members: ["redirect_uris"] },
    ]);
  });

  it.each([
    // of bcrypt 4.0.1 and passlib 1.7.4 in Python, in the forms that Hydra's own table has
    ["bcrypt", BCRYPT],
    ["pbkdf2", "$pbkdf2-sha256$i=2900,l=32$MoZQSkmplVLKGcMYY.x9zw$ppVIZQW7Qq8xzkOC47yZIVsdPR9tw4CixXpRRTEOdw4"],
  ])(
    "of Hydra's own table keep a secret that is hashed by %s, which is the portal's own hash from its first use on",
    async (name, hash) => {
      const row = {
        client_id: `hydra-${name}`,
        client_name: "Row",
        client_secret: hash,
        redirect_uris: ["https://r.example/cb"],
      };
      expect((await run("hydra", JSON.stringify([row]))).counts).toEqual({ app_created: 1 });
      const stored = async () => {
        const { secretHash } = await (await getDb()).clientSecret.findFirstOrThrow({
          where: { clientId: row.client_id },
        });
        return secretHash;
      };
      expect(await stored()).toMatch(/^imported:1:/);
      expect(await isSecretRight(row.client_id, "four quiet grey heron")).toBe(false);
      expect(await isSecretRight(row.client_id, "")).toBe(false);
      expect(await isSecretRight(row.client_id, "four+quiet+grey+herons")).toBe(true);
      expect(await stored()).toMatch(/^[\w-]{43}$/);
      expect(await isSecretRight(row.client_id, "four+quiet+grey+herons")).toBe(true);
      expect(await isSecretRight(row.client_id, await stored())).toBe(false);
    },
  );

  it("of Doorkeeper keep secrets that it stores as they are, or by their SHA-256", async () => {
    const sha256 = createHash("sha256").update(secret).digest("hex");
    const csv = (uid: string, stored: string) =>
      `id,uid,secret,name,redirect_uri,scopes,confidential\n1,${uid},${stored},Door,"https://a.example/cb\nhttps://b.example/cb",openid read,t\n`;
    expect((await run("doorkeeper", csv("door-plain", secret), { secrets: "plain" })).counts).toEqual({
      app_created: 1,
    });
    expect((await run("doorkeeper", csv("door-hash", sha256), { secrets: "sha256" })).counts).toEqual({
      app_created: 1,
    });
    for (const clientId of ["door-plain", "door-hash"]) {
      expect(await isSecretRight(clientId, secret)).toBe(true);
      expect(await isSecretRight(clientId, sha256)).toBe(false);
    }
    const rows = [{ uid: "door-spa", name: "Spa", redirect_uri: "https://spa.example/cb", confidential: false }];
    expect((await run("doorkeeper", JSON.stringify(rows), { secrets: "plain" })).counts).toEqual({ app_created: 1 });
    expect((await run("doorkeeper", JSON.stringify(rows))).brokenOff).toMatch(/--secrets/);
  });
});

describe("an import", () => {
  const file = `email,name,locale,password_hash\nagain@example.net,Kim,ko,${BCRYPT}\nother@example.net,Lee,,\n`;

  it("that is run again changes nothing, and says what differs; --update writes it, and never a password", async () => {
    const before = await run("csv", file);
    expect(before).toMatchObject({ counts: { created: 2 }, report: null });
    const first = await findUser("again@example.net");
    expect(await run("csv", file)).toMatchObject({ counts: { unchanged: 2 }, report: null });
    const changed = file.replace("Kim,ko", "Kim Lee,en").replace(BCRYPT, `$2b$07$${BCRYPT.slice(7)}`);
    const differs = await run("csv", changed);
    expect(differs.lines).toEqual([
      { at: 2, email: "again@example.net", became: "differs", members: ["name", "locale"] },
    ]);
    expect(await findUser("again@example.net")).toEqual(first);
    expect((await run("csv", changed, { isUpdating: true, isDry: true })).counts).toEqual({ unchanged: 1, updated: 1 });
    expect(await findUser("again@example.net")).toEqual(first);
    const updated = await run("csv", changed, { isUpdating: true });
    expect(updated.counts).toEqual({ unchanged: 1, updated: 1 });
    const after = await findUser("again@example.net");
    expect(after).toMatchObject({ name: "Kim Lee", claims: { locale: "en" }, passwordHash: first?.passwordHash });
  });

  it("that is only tried says the same as the real one, and writes nothing", async () => {
    const people = [user("dry", [], { groups: ["/dry"] }), user("dry", []), user("dry-two", [{ type: "password" }])];
    const db = await getDb();
    const count = async () => [await db.user.count(), await db.group.count(), await db.auditEvent.count()];
    await flushEvents();
    const before = await count();
    const tried = await run("keycloak", realm(people), { isDry: true });
    await flushEvents();
    expect(await count()).toEqual(before);
    const real = await run("keycloak", realm(people));
    expect({ ...tried, report: null }).toEqual({ ...real, report: null });
  });

  it("is in the audit log: an event for each new person, and one for the whole", async () => {
    await run("csv", "email\naudited@example.net\n");
    await flushEvents();
    const db = await getDb();
    const userId = (await findUser("audited@example.net"))?.id;
    const own = await db.auditEvent.findMany({ where: { userId } });
    expect(own).toMatchObject([
      { type: "user.created", data: { isAdmin: false, by: "import", source: "command line" } },
    ]);
    const whole = await db.auditEvent.findMany({
      where: { type: "import.finished" },
      orderBy: { id: "desc" },
      take: 1,
    });
    expect(whole).toMatchObject([{ data: { by: null, from: "csv", counts: { created: 1 }, isWhole: true } }]);
  });

  it("writes its report for its owner alone, and over no other file", async () => {
    const { report } = await run("csv", "email\nnobody\n");
    expect((await stat(report ?? "")).mode & 0o777).toBe(0o600);
    await expect(run("csv", "email\nnobody\n", { report: report ?? "" })).rejects.toThrow("it is there already");
  });

  it("takes no more ways of hashing than every sign-in can go through", async () => {
    const rows = [1, 2, 3, 4].map(
      (number) =>
        `costly-${number}@example.net,"$pbkdf2-sha256$i=${1_800_000 + number},l=32$c29tZXNhbHRzb21lc2FsdA$pk2NGNMXLSSOJyb+3a1DXWCoomFaWtNmcosjsChfRD0"`,
    );
    const result = await run("csv", ["email,password_hash", ...rows].join("\n"), { isDry: true });
    expect(result.counts).toEqual({ created: 4, hash_costly: 1 });
  });
});
