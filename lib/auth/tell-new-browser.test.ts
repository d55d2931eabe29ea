import { afterAll, beforeAll, expect, it } from "vitest";
import { getDb } from "@/lib/db/driver/database";
import { listMails } from "@/lib/db/people/mails";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { changePassword } from "../account/change-password";
import { createAccount } from "./accounts";
import { findCurrentUser } from "./current-user";
import { handleSignIn } from "./handle-sign-in";
import { getPasswordPool } from "./password-pool";
import { TestBrowser } from "./testing/browser";

useTestDatabase();

beforeAll(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "http://localhost:3000" });
  resetMasterKey("a secret for tests, 32 characters and more");
});
afterAll(() => getPasswordPool().close());

it("a sign-in with a new browser is mailed to its person, in their language; the first one and those after are not", async () => {
  const username = "user@example.org";
  const password = "four quiet grey herons";
  await createAccount({ email: username, password });
  const first = new TestBrowser();
  await first.post(handleSignIn, { username, password });
  await first.post(handleSignIn, { username, password });
  expect(await listMails(9)).toEqual([]);

  await (await getDb()).user.update({ where: { email: username }, data: { locale: "ko" } });
  const second = new TestBrowser();
  const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
  await second.post(handleSignIn, { username, password }, { headers: { "user-agent": firefox } });
  await second.post(handleSignIn, { username, password });
  const mails = await listMails(9);
  expect(mails.map(({ recipient, subject }) => [recipient, subject])).toEqual([
    [username, "Portico 계정에 새로운 로그인이 있습니다"],
  ]);
  expect(mails[0]?.body).toMatch(/Firefox/);
  expect(mails[0]?.body).toContain(second.address);
  expect(mails[0]?.body).toContain("http://localhost:3000/account/sessions");
});

it("a sign-in elsewhere in the minute after a change of the password is mailed too", async () => {
  const email = "changer@example.org";
  await createAccount({ email, password: "four quiet grey herons" });
  const own = new TestBrowser();
  await own.post(handleSignIn, { username: email, password: "four quiet grey herons" });
  const person = await findCurrentUser(own.headers);
  if (!person) throw new Error("nobody is signed in");
  const acting = { ...person, source: "command line", answerLocale: "en" } as const;
  const input = { current: "four quiet grey herons", next: "seven loud red foxes", endOtherSessions: true };
  expect(await changePassword(acting, input, new Date())).toMatchObject({ kind: "changed" });
  await new TestBrowser().post(handleSignIn, { username: email, password: "seven loud red foxes" });
  const subjects = (await listMails(9)).flatMap(({ recipient, subject }) => (recipient === email ? [subject] : []));
  expect(subjects).toEqual(["New sign-in to your Portico account", "Your Portico password was changed"]);
});
