import { afterEach, beforeEach, expect, it } from "vitest";
import { createAccount } from "../auth/accounts";
import { findPendingAuthenticator } from "../db/people/authenticators";
import { countRecoveryCodes } from "../db/people/recovery-codes";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import { at, START } from "../oauth/testing/fixtures";
import type { ActingUser } from "./acting-user";
import {
  addAuthenticator,
  readNewKey,
  readOwnFactors,
  removeOwnAuthenticator,
  renewRecoveryCodes,
} from "./own-factors";
import { addPasskey, nameOwnPasskey, readNewPasskey, removeOwnPasskey, removeOwnPassword } from "./own-passkeys";

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
    isAdmin: false,
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

it("nothing about second factors changes without a proof of the last ten minutes (ASVS 7.5.1)", async () => {
  const late = at(601);
  const passkeyId = "018f4a00-0000-7000-8000-000000000002";
  const changes = [
    readNewKey(me, late),
    addAuthenticator(me, "123456", late),
    renewRecoveryCodes(me, late),
    removeOwnAuthenticator(me, late),
    readNewPasskey(me, "a browser", late),
    addPasskey(me, { sealed: "", answer: "", browserTokens: [] }, late),
    nameOwnPasskey(me, { passkeyId, name: "Mine" }, late),
    removeOwnPasskey(me, passkeyId, late),
    removeOwnPassword(me, late),
  ];
  const results = await Promise.allSettled(changes);
  for (const result of results) {
    expect(result).toMatchObject({ status: "rejected", reason: { message: expect.stringContaining("ten minutes") } });
  }
  expect(await findPendingAuthenticator(me.userId, new Date(0))).toBeNull();
  expect(await countRecoveryCodes(me.userId)).toBe(0);
  expect(await readNewKey(me, at(599))).toHaveProperty("key");
  expect(await readOwnFactors(me)).toMatchObject({ authenticator: null, recoveryCodesLeft: 0 });
});
