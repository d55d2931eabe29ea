import { createLocalJWKSet, jwtVerify } from "jose";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createAccount } from "../auth/accounts";
import { checkEmailCode, createEmailCode } from "../auth/email-code";
import { handleSignIn } from "../auth/handle-sign-in";
import { isKnownBrowser } from "../auth/known-browser";
import { getPasswordPool } from "../auth/password-pool";
import { seal, unseal } from "../auth/sealed-cookie";
import { findSession } from "../auth/session";
import { TestBrowser } from "../auth/testing/browser";
import { getAuthorizationServer } from "../authorization-server";
import { runCommand } from "../cli/run-command";
import { forgetChain, sealWith } from "../db/audit/chain";
import { flushEvents, recordEvent } from "../db/audit/events";
import { verifyAuditLog } from "../db/audit/verification";
import { beginOwnSecret, getDb, readKeptKeysAgain } from "../db/driver/database";
import { newId } from "../db/driver/new-id";
import { judgeSchema, readAppliedMigrations } from "../db/driver/schema-fit";
import { replaceSealed } from "../db/portal/sealed-rows";
import { oauthStore } from "../db/protocol/store";
import { useTestDatabase } from "../db/testing/test-database";
import { getEnv, resetEnv } from "../env";
import { anyEvent } from "../events/testing/any-event";
import { hashSecret } from "../oauth/secrets";
import { authorizationCode, grant } from "../oauth/testing/fixtures";
import { openAuthenticatorSecret, sealAuthenticatorSecret } from "./authenticator-encryption";
import { openClientSecret, sealClientSecret } from "./client-secret-encryption";
import { keptValue, listKeptKeys, newestKeptKey, setKeptKeys } from "./kept-keys";
import { countLeft, findSecretChange, reseal } from "./reseal";
import { sealedStart, sealValue } from "./sealed-value";
import { resetMasterKey } from "./secret";
import { createSigningKeys } from "./signing-keys";

useTestDatabase();

const A = "the first secret, of 32 characters or more";
const B = "the second secret, of 32 characters or more";
const C = "the third secret, of 32 characters or more";
const person = { username: "user@example.org", password: "four quiet grey herons" };
const redirectUri = "https://client.example/callback";
/** RFC 7636 Appendix B: the verifier of the fixtures' challenge */
const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const now = () => new Date();

/** Goes on as an instance that was started with these secrets. */
async function startWith(secret: string, previous = ""): Promise<void> {
  resetEnv({
    PORTICO_BCRYPT_COST: "4",
    PORTICO_ISSUER: "https://id.example.org",
    PORTICO_SECRET: secret,
    PORTICO_SECRET_PREVIOUS: previous,
  });
  resetMasterKey(secret);
  await readKeptKeysAgain();
  await beginOwnSecret();
}

beforeEach(async () => {
  const db = await getDb();
  await flushEvents();
  for (const table of [
    "clients",
    "users",
    "signing_keys",
    "kept_keys",
    "contract_steps",
    "audit_events",
    "audit_batches",
  ]) {
    await db.$executeRawUnsafe(`DELETE FROM ${table}`);
  }
  forgetChain();
  await startWith(A);
});

afterAll(async () => {
  await flushEvents();
  resetEnv();
  resetMasterKey();
  setKeptKeys(null);
  await getPasswordPool().close();
});

const createPerson = async () =>
  (await createAccount({ email: person.username, password: person.password, name: null }))?.userId ?? "";

async function storeAuthenticator(userId: string): Promise<string> {
  const db = await getDb();
  const secretJwe = await sealAuthenticatorSecret(Buffer.from("twenty secret bytes."));
  const row = { id: newId(), userId, secretJwe, createdAt: now(), confirmedAt: now() };
  return (await db.authenticator.create({ data: row })).id;
}

async function readAuthenticator(id: string): Promise<string> {
  const { secretJwe } = await (await getDb()).authenticator.findUniqueOrThrow({ where: { id } });
  return Buffer.from(await openAuthenticatorSecret(secretJwe)).toString();
}

interface Credentials {
  client_id: string;
  client_secret: string;
}

const createClient = async (): Promise<Credentials> => {
  const grantTypes = ["authorization_code", "refresh_token"];
  const metadata = { client_name: "An app", redirect_uris: [redirectUri], grant_types: grantTypes };
  return JSON.parse(await runCommand({ name: "client create", metadata }));
};

/** Asks the token endpoint as a client with a secret (RFC 6749 §2.3.1). */
async function askForTokens(client: Credentials, form: Record<string, string>): Promise<Record<string, unknown>> {
  const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString("base64");
  const headers = { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" };
  const handler = (await getAuthorizationServer()).findHandler("/oauth/token");
  const request = new Request(`${getEnv().issuer}/oauth/token`, {
    method: "POST",
    headers,
    body: new URLSearchParams(form).toString(),
  });
  return (await (await handler?.(request))?.json()) ?? {};
}

async function storeCode(userId: string, client: Credentials, value: string): Promise<void> {
  const scopes = ["openid", "offline_access"];
  const given = grant({
    grantId: newId(),
    userId,
    clientId: client.client_id,
    scopes,
    resources: [],
    claims: null,
    createdAt: now(),
  });
  const expiresAt = new Date(Date.now() + 60_000);
  const code = authorizationCode(given, {
    grantId: given.grantId,
    codeHash: hashSecret(value),
    createdAt: now(),
    expiresAt,
  });
  await oauthStore.createAuthorizationCode(given, code, null);
}

const exchange = (client: Credentials, code: string) =>
  askForTokens(client, { grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: verifier });

const verify = () => verifyAuditLog({ now: now(), retentionDays: 365 });

const countLeftNow = async () => {
  const change = await findSecretChange();
  return change && countLeft(change);
};

describe("a change of the secret", () => {
  it("leaves sessions, codes, refresh tokens, signing keys, factors and the audit log as they were, also without the old one", async () => {
    const userId = await createPerson();
    const client = await createClient();
    await Promise.all(["pt_ac_one", "pt_ac_two"].map((code) => storeCode(userId, client, code)));
    const first = await exchange(client, "pt_ac_one");
    const browser = new TestBrowser();
    expect((await browser.post(handleSignIn, person)).status).toBe(303);
    const authenticator = await storeAuthenticator(userId);
    const mailed = await createEmailCode(person.username, "sign-in", now());
    const sealed = await seal("half-signed-in", { userId }, 600, now());
    const csrf = await browser.csrf();
    const subject = keptValue("pairwise-subject", "somebody");
    const keys = await createSigningKeys(now).listPublicJwks();
    const repeated = keptValue("refresh-token", "a token");

    await startWith(B, A);
    const isBetween = { browserToken: browser.browserToken, user: { userId, browsersForgottenAt: null } };
    expect(isKnownBrowser(browser.headers, isBetween.user, isBetween.browserToken)).toBe(true);
    expect(await unseal("half-signed-in", sealed, now())).toEqual({ userId });
    expect(await checkEmailCode({ ...mailed, purpose: "sign-in" }, now())).toEqual({ kind: "right", userId: null });
    expect((await browser.post(handleSignIn, { ...person, csrf })).status).toBe(303);
    expect(await exchange(client, "pt_ac_two")).toHaveProperty("access_token");
    expect(await countLeftNow()).toBeGreaterThan(0);
    const { replaced, unreadable } = await reseal();
    expect({ isAny: replaced > 0, unreadable, left: await countLeftNow() }).toEqual({
      isAny: true,
      unreadable: 0,
      left: 0,
    });
    await flushEvents();

    forgetChain();
    await startWith(B);
    expect(await readAuthenticator(authenticator)).toBe("twenty secret bytes.");
    expect((await findSession(browser.headers))?.session.userId).toBe(userId);
    expect((await browser.post(handleSignIn, person)).status).toBe(303);
    const second = await askForTokens(client, {
      grant_type: "refresh_token",
      refresh_token: String(first.refresh_token),
    });
    expect(second).toHaveProperty("id_token");
    const jwks = createLocalJWKSet({ keys });
    const { payload } = await jwtVerify(String(second.id_token), jwks, { issuer: getEnv().issuer });
    expect(payload.sub).toBe(userId);
    expect(keptValue("pairwise-subject", "somebody")).toBe(subject);
    expect(keptValue("refresh-token", "a token")).toBe(repeated);
    expect(await verify()).toMatchObject({ problems: [], unknownBatches: 0 });
  });

  it("hashes a password with a key of the new secret at its next sign-in", async () => {
    const userId = await createPerson();
    const hashOf = async () => (await (await getDb()).user.findUniqueOrThrow({ where: { id: userId } })).passwordHash;
    expect(await hashOf()).toMatch(/^\$2b\$04\$/);
    await startWith(B, A);
    for (const _ of ["with the old hash", "with the new one"]) {
      expect((await new TestBrowser().post(handleSignIn, person)).status).toBe(303);
      expect(await hashOf()).toMatch(/^2:\$2b\$04\$/);
    }
    // An instance with the old secret, which has not heard of the new key.
    await startWith(A, B);
    setKeptKeys(
      listKeptKeys("password-pepper").slice(0, 1).concat(listKeptKeys("audit-chain"), listKeptKeys("rate-limits")),
    );
    expect((await new TestBrowser().post(handleSignIn, person)).status).toBe(303);
    expect(await hashOf()).toMatch(/^2:/);
  });

  it("goes on where it was killed, and does nothing where nothing is left", async () => {
    const userId = await createPerson();
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push(await storeAuthenticator(userId));
    await startWith(B, A);
    const change = async (jwe: string) => sealValue("authenticators", await openAuthenticatorSecret(jwe));
    const batch = { start: sealedStart("authenticators"), after: "", limit: 2 };
    expect((await replaceSealed("authenticators", batch, change))?.replaced).toBe(2);
    const stop = new AbortController();
    stop.abort();
    expect((await reseal(stop.signal)).replaced).toBe(0);
    expect((await findSecretChange())?.left.authenticators).toBe(3);
    await reseal();
    expect(await countLeftNow()).toBe(0);
    expect(await reseal()).toEqual({ replaced: 0, unreadable: 0 });
    await startWith(B);
    for (const id of ids) expect(await readAuthenticator(id)).toBe("twenty secret bytes.");
  });

  it("lets instances with either secret work side by side, once all know both", async () => {
    const userId = await createPerson();
    await startWith(A, B);
    expect(await countLeftNow()).toBe(0);
    const client = await sealClientSecret("pt_cs_of-the-old-one");
    await recordEvent(anyEvent({ type: "recovery_codes.made", outcome: "ok" }), { ipAddress: null, requestId: null });
    await startWith(B, A);
    const authenticator = await storeAuthenticator(userId);
    const sealed = await seal("half-signed-in", { userId }, 600, now());
    expect(await openClientSecret(client)).toBe("pt_cs_of-the-old-one");
    await reseal();
    await recordEvent(anyEvent({ type: "recovery_codes.made", outcome: "ok" }), { ipAddress: null, requestId: null });
    await startWith(A, B);
    expect(await unseal("half-signed-in", sealed, now())).toEqual({ userId });
    expect(await readAuthenticator(authenticator)).toBe("twenty secret bytes.");
    // Encrypts nothing under the secret that another one came after.
    expect(await findSecretChange()).toMatchObject({ isNewest: false });
    expect(await reseal()).toEqual({ replaced: 0, unreadable: 0 });
    await recordEvent(anyEvent({ type: "recovery_codes.made", outcome: "ok" }), { ipAddress: null, requestId: null });
    expect(await verify()).toMatchObject({ problems: [] });
  });

  it("begins with an instance, and not with a command that was given another secret", async () => {
    const db = await getDb();
    const before = await db.keptKey.findMany();
    resetEnv({ PORTICO_SECRET: B, PORTICO_SECRET_PREVIOUS: A });
    resetMasterKey(B);
    await readKeptKeysAgain();
    expect(await countLeftNow()).toBeGreaterThan(0);
    expect(await db.keptKey.findMany()).toEqual(before);
    expect(await db.contractStep.count()).toBe(0);
  });

  it("can be taken back by the operator", async () => {
    const authenticator = await storeAuthenticator(await createPerson());
    await startWith(B, A);
    await reseal();
    await startWith(A, B);
    expect(await runCommand({ name: "keys reseal" })).toContain(
      "Nothing in the database needs PORTICO_SECRET_PREVIOUS",
    );
    await startWith(A);
    expect(await readAuthenticator(authenticator)).toBe("twenty secret bytes.");
  });

  it("keeps older versions away, which know of no key but the secret", async () => {
    const db = await getDb();
    const judge = async () => {
      const applied = await readAppliedMigrations((sql) => db.$queryRawUnsafe(sql));
      const older = applied.map(({ name }) => name).filter((name) => !name.endsWith("_kept_keys"));
      return judgeSchema(applied, older).kind;
    };
    expect(await judge()).toBe("compatible");
    await startWith(B, A);
    expect(await judge()).toBe("newer");
  });

  it("lets nobody who has the old secret write into the audit log later", async () => {
    await recordEvent(anyEvent({ type: "recovery_codes.made", outcome: "ok" }), { ipAddress: null, requestId: null });
    const [{ key } = newestKeptKey("audit-chain")] = listKeptKeys("audit-chain");
    await startWith(B, A);
    const db = await getDb();
    const last = await db.auditBatch.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
    const eventIds = [newId()];
    const forged = { ...last, id: newId(), position: last.position + 1, previousId: last.id, previousSeal: last.seal };
    const late = { ...forged, eventIds, createdAt: new Date(Date.now() + 2 * 3_600_000) };
    await db.auditBatch.create({ data: { ...late, seal: sealWith(key, late) } });
    expect((await verify()).problems).toContainEqual({ kind: "batch_changed", batchId: late.id, at: late.createdAt });
  });
});

describe("a secret that is missing or wrong", () => {
  it.each([
    [
      "B without A",
      B,
      "",
      "were encrypted under another PORTICO_SECRET; start with that one, or put it into PORTICO_SECRET_PREVIOUS",
    ],
    [
      "B, and another one for A",
      B,
      C,
      "were encrypted under another secret than PORTICO_SECRET and PORTICO_SECRET_PREVIOUS",
    ],
  ])("is named, and nothing is put in its place: %s", async (_what, secret, previous, sentence) => {
    await createSigningKeys(now).listPublicJwks();
    const db = await getDb();
    const before = await db.keptKey.findMany();
    await expect(startWith(secret, previous)).rejects.toThrow(sentence);
    expect(await db.keptKey.findMany()).toEqual(before);
  });

  it("is named where an older version made the database, too", async () => {
    await createSigningKeys(now).listPublicJwks();
    const db = await getDb();
    await db.keptKey.deleteMany();
    await expect(startWith(B)).rejects.toThrow("were encrypted under another PORTICO_SECRET");
    expect(await db.keptKey.count()).toBe(0);
  });

  it.each([
    ["another key", (keyJwe: string) => ({ keyJwe })],
    ["another time", () => ({ createdAt: new Date("2099-01-01T00:00:00.000Z") })],
  ])(
    "a kept key that was given %s by somebody who can write to the database is named, and not used",
    async (_what, change) => {
      const db = await getDb();
      const place = { purpose_generation: { purpose: "audit-chain", generation: 1 } };
      const { keyJwe } = await db.keptKey.findFirstOrThrow({ where: { purpose: "password-pepper" } });
      await db.keptKey.update({ where: place, data: change(keyJwe) });
      await expect(readKeptKeysAgain()).rejects.toThrow('its row "audit-chain", 1, is not as the portal wrote it');
    },
  );

  it("of what cannot be read, nothing changes, and it is counted", async () => {
    const userId = await createPerson();
    const authenticator = await storeAuthenticator(userId);
    const db = await getDb();
    resetMasterKey(C);
    const foreign = await sealAuthenticatorSecret(Buffer.from("under a third secret"));
    await startWith(A);
    await db.authenticator.create({ data: { id: newId(), userId, secretJwe: foreign, createdAt: now() } });
    await startWith(B, A);
    expect((await reseal()).unreadable).toBe(1);
    expect(await countLeftNow()).toBe(1);
    await expect(runCommand({ name: "keys reseal" })).rejects.toThrow("1 cannot be read with");
    expect(await readAuthenticator(authenticator)).toBe("twenty secret bytes.");
  });
});

it("finds the older of two secrets in a database of a version before: by what encrypted the signing keys", async () => {
  await createSigningKeys(now).listPublicJwks();
  const subject = keptValue("pairwise-subject", "somebody");
  const db = await getDb();
  for (const [secret, previous] of [
    [A, B],
    [B, A],
  ] as const) {
    await db.keptKey.deleteMany();
    await startWith(secret, previous);
    expect(keptValue("pairwise-subject", "somebody")).toBe(subject);
  }
});

it("is not needed for a new portal: two instances that start at once keep the same keys", async () => {
  const db = await getDb();
  await db.keptKey.deleteMany();
  await Promise.all([readKeptKeysAgain(), readKeptKeysAgain()]);
  const rows = await db.keptKey.findMany();
  expect(new Set(rows.map(({ purpose }) => purpose)).size).toBe(rows.length);
});
