import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { getDb } from "@/lib/db/driver/database";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { createAccount } from "./accounts";
import { handleMailedSignIn } from "./handle-mailed-sign-in";
import { handleReset } from "./handle-reset";
import { handleSignIn } from "./handle-sign-in";
import { handleSignUp } from "./handle-sign-up";
import { getPasswordPool } from "./password-pool";
import { TestBrowser } from "./testing/browser";

useTestDatabase();

const password = "four quiet grey herons";

beforeAll(async () => {
  resetMasterKey("a secret for tests, 32 characters and more");
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "http://localhost:3000", SMTP_URL: "smtp://127.0.0.1:1" });
});
afterAll(() => getPasswordPool().close());

/** What an answer costs: passwords that are hashed, and rows of each table that are written. */
async function countWork(post: () => Promise<unknown>) {
  const db = await getDb();
  const count = async () => ({
    codes: await db.emailCode.count(),
    jobs: await db.job.count(),
    mails: await db.mail.count(),
    limits: (await db.rateLimit.findMany()).reduce((sum, each) => sum + each.count, 0),
    events: await db.auditEvent.count(),
  });
  const hashing = vi.spyOn(getPasswordPool(), "run");
  const before = await count();
  await post();
  const after = await count();
  const hashes = hashing.mock.calls.length;
  hashing.mockRestore();
  return {
    hashes,
    codes: after.codes - before.codes,
    jobs: after.jobs - before.jobs,
    mails: after.mails - before.mails,
    limits: after.limits - before.limits,
    events: after.events - before.events,
  };
}

it.each([
  ["a sign-in", handleSignIn, (username: string) => ({ username, password: "not the password" }), 11],
  ["a sign-up", handleSignUp, (address: string) => ({ email: address, name: "", password }), 7],
  ["a forgotten password", handleReset, (address: string) => ({ email: address }), 8],
  ["a mailed code", handleMailedSignIn, (username: string) => ({ username }), 8],
] as const)(
  "%s costs the same whether or not the address has an account, also where a limit is reached",
  async (name, handle, fieldsOf, times) => {
    const place = name.replaceAll(" ", "-");
    const [known, unknown] = [`known-at-${place}@example.org`, `nobody-at-${place}@example.org`];
    await createAccount({ email: known, password });
    for (let n = 0; n < times; n += 1) {
      const works = [];
      for (const address of [known, unknown]) {
        const browser = new TestBrowser();
        browser.address = `203.0.113.${n}`;
        works.push(await countWork(() => browser.post(handle, fieldsOf(address))));
      }
      expect(works[1]).toEqual(works[0]);
    }
  },
);
