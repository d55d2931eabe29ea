import { beforeEach, describe, expect, it } from "vitest";
import { insertPasskey } from "../people/passkeys";
import { replaceRecoveryCodes } from "../people/recovery-codes";
import { insertRememberedBrowser } from "../people/remembered-browsers";
import { removeSecondFactors } from "../people/second-factors";
import { findUser, isUserUnchanged, replacePassword } from "../people/users";
import { newAuthenticator } from "../testing/new-authenticator";
import { newPerson } from "../testing/new-person";
import { useTestDatabase } from "../testing/test-database";
import { getDb } from "./database";
import type { PersonAsOf } from "./lock-row";
import { inTransaction } from "./transaction";

useTestDatabase();

const now = new Date();
let person: PersonAsOf;
let authenticatorId: string;

beforeEach(async () => {
  const userId = await newPerson();
  person = { userId, browsersForgottenAt: null };
  authenticatorId = await newAuthenticator(userId, now);
});

/** What ends everything that was begun. */
const changes: [string, () => Promise<unknown>][] = [
  ["a new password", () => replacePassword(person.userId, { proved: person, passwordHash: "another" }, now)],
  ["the end of all second factors", () => removeSecondFactors(person.userId, "everybody", now)],
];

/** What a person, or somebody else in their place, may be about to store. */
const acts: [string, () => Promise<unknown>][] = [
  [
    "a remembered browser",
    () => {
      const browser = { authenticatorId, tokenHash: crypto.randomUUID(), userAgent: null };
      return insertRememberedBrowser(person, { ...browser, expiresAt: new Date(now.getTime() + 86_400_000) }, now);
    },
  ],
  ["recovery codes", () => replaceRecoveryCodes(person, [crypto.randomUUID()], now)],
  [
    "a passkey",
    () => {
      const made = { credentialId: crypto.randomUUID(), publicKey: new Uint8Array(), counter: 0, transports: [] };
      return insertPasskey({ ...person, isFirst: false }, { ...made, aaguid: "", isSynced: false }, now);
    },
  ],
];

/** How many rows of each kind the person has. */
async function countRows() {
  const db = await getDb();
  const where = { userId: person.userId };
  const [browsers, codes, passkeys] = await Promise.all([
    db.rememberedBrowser.count({ where }),
    db.recoveryCode.count({ where }),
    db.passkey.count({ where }),
  ]);
  return { browsers, codes, passkeys };
}

describe.each(changes)("%s ends what was begun before (ASVS 7.4.3)", (change, apply) => {
  it.each(acts)("%s is stored before it, and not any more after it", async (_act, store) => {
    expect([true, "stored"]).toContain(await store());
    await apply();
    expect([false, "over"]).toContain(await store());
  });

  it("of what is stored in the same moment, nothing outlives it that should not", async () => {
    for (let round = 0; round < 5; round += 1) {
      const userId = await newPerson();
      person = { userId, browsersForgottenAt: null };
      authenticatorId = await newAuthenticator(userId, now);
      await Promise.all([...acts.map(([, store]) => store()), apply()]);
      // Recovery codes and passkeys that were there first outlive a password, and nothing outlives the end of all factors.
      const left = await countRows();
      expect(left.browsers).toBe(0);
      if (change === "the end of all second factors") expect(left).toEqual({ browsers: 0, codes: 0, passkeys: 0 });
    }
  });
});

it("another authenticator app ends remembered browsers, also one that the app before was just proved for", async () => {
  const [, remember = async () => null] = acts[0] ?? [];
  expect(await remember()).toBe(true);
  await newAuthenticator(person.userId, now);
  expect(await remember()).toBe(false);
  expect(await countRows()).toMatchObject({ browsers: 0 });
});

it("whoever asks whether an account is unchanged, after storing a session, waits for a change that is under way", async () => {
  const user = await findUser(person.userId);
  if (!user) throw new Error("The account is gone.");
  expect(await isUserUnchanged(user)).toBe(true);
  const asked = await inTransaction(async (tx) => {
    await tx.user.update({ where: { id: person.userId }, data: { browsersForgottenAt: now } });
    const answer = isUserUnchanged(user);
    // Several round trips later the answer would have come, if it did not wait.
    for (let n = 0; n < 20; n += 1) await tx.user.count({ where: { id: person.userId } });
    return { answer };
  });
  expect(await asked.answer).toBe(false);
});
