import { afterAll, beforeAll, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { createAccount } from "./accounts";
import { handleConsent } from "./handle-consent";
import { handleSignIn } from "./handle-sign-in";
import { getPasswordPool } from "./password-pool";
import { countAgainst, rateLimitRules } from "./rate-limit";
import { TestBrowser } from "./testing/browser";

useTestDatabase();

const password = "four quiet grey herons";
const email = "often@example.org";

beforeAll(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "http://localhost:3000" });
  resetMasterKey("a secret for tests, 32 characters and more");
});
afterAll(() => getPasswordPool().close());

it("takes a hundred yeses of a person in an hour; whoever cancels is never kept from it", async () => {
  const user = await createAccount({ email, password });
  const browser = new TestBrowser();
  await browser.post(handleSignIn, { username: email, password });
  const answer = async (given: string) => {
    await browser.post(handleConsent, { answer: given, request: "an-apps-request" }, { isSessionBound: true });
    return browser.formState?.error ?? null;
  };
  const limit = { rule: rateLimitRules.allowByAccount, subject: user?.userId ?? "" };
  for (let n = 1; n < limit.rule.max; n += 1) await countAgainst(limit, new Date());
  expect(await answer("allow")).not.toBe("too_often");
  expect(await answer("allow")).toBe("too_often");
  browser.cookies.delete("form");
  expect(await answer("deny")).not.toBe("too_often");
});
