import { afterEach, beforeEach, expect, it } from "vitest";
import { createAccount } from "../auth/accounts";
import { codeOfStep, stepAt } from "../auth/factors/totp";
import { getDb } from "../db/driver/database";
import { findAuthenticator, findPendingAuthenticator } from "../db/people/authenticators";
import { insertPasskey, listPasskeys } from "../db/people/passkeys";
import { countRecoveryCodes } from "../db/people/recovery-codes";
import { insertSession, listSessions } from "../db/people/sessions";
import { saveSetting } from "../db/portal/settings";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { openAuthenticatorSecret } from "../keys/authenticator-encryption";
import { resetMasterKey } from "../keys/secret";
import { at, START } from "../oauth/testing/fixtures";
import type { ActingUser } from "./acting-user";
import { requestNewEmail } from "./change-email";
import { deleteOwnAccount } from "./delete-account";
import {
  addAuthenticator,
  readNewKey,
  readOwnFactors,
  removeOwnAuthenticator,
  renewRecoveryCodes,
} from "./own-factors";
import { addPasskey, nameOwnPasskey, readNewPasskey, removeOwnPasskey, removeOwnPassword } from "./own-passkeys";
import { forgetOwnBrowser } from "./remembered-browsers";
import { signOutOtherSessions } from "./sessions";

useTestDatabase();

let me: ActingUser;

beforeEach(async () => {
  resetEnv({ PORTICO_BCRYPT_COST: "4" });
  resetMasterKey("a secret for tests, of 32 characters or more");
  const email = `user-${crypto.randomUUID()}@example.org`;
  const user = await createAccount({ email, password: null }, START);
  if (!user) throw new Error("the account exists");
  me = {
    userId: user.userId,
    email,
    name: null,
    locale: null,
    picturePath: null,
    isAdmin: false,
    isSupport: false,
    browsersForgottenAt: null,
    sessionId: "018f4a00-0000-7000-8000-000000000001",
    authenticatedAt: START,
    amr: ["pwd"],
    source: { ipAddress: null, requestId: null },
    answerLocale: "en",
  };
});
afterEach(() => {
  resetEnv();
  resetMasterKey();
});

const passkeyId = "018f4a00-0000-7000-8000-000000000002";

/** What each change comes to that a person can make to how they prove who they are. */
async function attemptAll(user: ActingUser, now: Date) {
  return await Promise.allSettled([
    readNewKey(user, now),
    addAuthenticator(user, "123456", now),
    renewRecoveryCodes(user, now),
    removeOwnAuthenticator(user, now),
    readNewPasskey(user, "a browser", now),
    addPasskey(user, { sealed: "", answer: "", browserTokens: [] }, now),
    nameOwnPasskey(user, { passkeyId, name: "Mine" }, now),
    removeOwnPasskey(user, passkeyId, now),
    removeOwnPassword(user, now),
    forgetOwnBrowser(user, passkeyId, now),
    signOutOtherSessions(user, now),
    deleteOwnAccount(user, "somebody-else@example.org", now),
    requestNewEmail(user, "somebody-else@example.org", now),
  ]);
}

const refused = { status: "rejected", reason: { message: expect.stringContaining("second factor") } };

/** Adds an authenticator app to the account, by the first code. */
async function enrol(now: Date): Promise<void> {
  await readNewKey(me, now);
  const pending = await findPendingAuthenticator({ userId: me.userId, shownTo: me.sessionId }, new Date(0));
  const secret = await openAuthenticatorSecret(pending?.secretJwe ?? "");
  expect(await addAuthenticator(me, codeOfStep(secret, stepAt(now)), now)).toMatchObject({ kind: "added" });
}

it("nothing about second factors changes without a proof of the last ten minutes (ASVS 7.5.1)", async () => {
  for (const result of await attemptAll(me, at(601))) expect(result).toMatchObject(refused);
  expect(await findPendingAuthenticator({ userId: me.userId, shownTo: me.sessionId }, new Date(0))).toBeNull();
  expect(await countRecoveryCodes(me.userId)).toBe(0);
  expect(await readNewKey(me, at(599))).toHaveProperty("key");
  expect(await readOwnFactors(me)).toMatchObject({ authenticator: null, recoveryCodesLeft: 0 });
});

it("the last passkey takes its recovery codes with it, and one of two does not", async () => {
  const keys = ["a", "b"].map((name) => `${name} ${me.userId}`);
  for (const credentialId of keys) {
    const aaguid = "00000000-0000-0000-0000-000000000000";
    const made = { credentialId, publicKey: new Uint8Array(), counter: 0, transports: [], aaguid, isSynced: false };
    await insertPasskey({ ...me, isFirst: false }, made, START);
  }
  const proved = { ...me, amr: ["pop", "user", "mfa"] };
  expect(await renewRecoveryCodes(proved, at(1))).toHaveLength(10);
  await (await getDb()).user.update({ where: { id: me.userId }, data: { passwordHash: "a hash" } });
  const [first, last] = await listPasskeys(me.userId);
  expect(await removeOwnPasskey(proved, first?.passkeyId ?? "", at(2))).toBe("removed");
  expect(await countRecoveryCodes(me.userId)).toBe(10);
  expect(await removeOwnPasskey(proved, last?.passkeyId ?? "", at(3))).toBe("removed");
  expect(await countRecoveryCodes(me.userId)).toBe(0);
});

it("where a second factor is required, whoever removes the last two at once keeps one", async () => {
  const db = await getDb();
  await db.user.update({ where: { id: me.userId }, data: { passwordHash: "a hash" } });
  await saveSetting("second_factors", "required");
  const proved = { ...me, amr: ["pwd", "otp", "mfa"] };
  for (let round = 0; round < 5; round += 1) {
    await db.passkey.deleteMany({ where: { userId: me.userId } });
    await db.authenticator.deleteMany({ where: { userId: me.userId } });
    const aaguid = "00000000-0000-0000-0000-000000000000";
    const made = { publicKey: new Uint8Array(), counter: 0, transports: [], aaguid, isSynced: false };
    await insertPasskey({ ...me, isFirst: false }, { ...made, credentialId: `${round} ${me.userId}` }, START);
    const secretJwe = "a secret that no code is typed for";
    await db.authenticator.create({
      data: { id: crypto.randomUUID(), userId: me.userId, secretJwe, createdAt: START, confirmedAt: START },
    });
    const [passkey] = await listPasskeys(me.userId);
    const results = await Promise.all([
      removeOwnPasskey(proved, passkey?.passkeyId ?? "", at(2)),
      removeOwnAuthenticator(proved, at(2)),
    ]);
    expect([
      ["removed", "required"],
      ["last", "removed"],
    ]).toContainEqual(results);
    const left = (await listPasskeys(me.userId)).length + ((await findAuthenticator(me.userId)) ? 1 : 0);
    expect(left).toBe(1);
  }
  await saveSetting("second_factors", "offered");
});

it("whoever has a second factor changes nothing by the password alone, however fresh its proof is (ASVS 7.5.1)", async () => {
  await insertSession({
    sessionId: me.sessionId,
    tokenHash: crypto.randomUUID(),
    userId: me.userId,
    authenticatedAt: START,
    amr: me.amr,
    ipAddress: null,
    userAgent: null,
    createdAt: START,
    lastSeenAt: START,
    expiresAt: at(86_400),
  });
  await enrol(at(1));
  const before = await findAuthenticator(me.userId);
  expect(before).not.toBeNull();
  for (const amr of [["pwd"], ["otp"]]) {
    for (const result of await attemptAll({ ...me, amr }, at(2))) expect(result).toMatchObject(refused);
  }
  expect(await findAuthenticator(me.userId)).toEqual(before);
  expect(await countRecoveryCodes(me.userId)).toBe(10);

  // The app's first code is a proof of it, so that the next change needs no other one.
  const [session] = await listSessions(me.userId, at(2));
  expect(session?.amr).toEqual(["pwd", "otp", "mfa"]);
  expect(await removeOwnAuthenticator({ ...me, amr: session?.amr ?? [] }, at(2))).toBe("removed");
});
