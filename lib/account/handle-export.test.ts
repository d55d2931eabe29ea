import { afterAll, beforeAll, expect, it } from "vitest";
import { createAccount } from "../auth/accounts";
import { handleSignIn } from "../auth/handle-sign-in";
import { getPasswordPool } from "../auth/password-pool";
import { locationOf, TestBrowser } from "../auth/testing/browser";
import { getDb } from "../db/driver/database";
import { insertGroup, insertMember } from "../db/people/groups";
import { insertRememberedBrowser } from "../db/people/remembered-browsers";
import { newAuthenticator } from "../db/testing/new-authenticator";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import { CONTRACT_SEED, WEB_CLIENT } from "../oauth/testing/fixtures";
import { handleExport } from "./handle-export";
import { allowApp } from "./testing/allow-app";

useTestDatabase();

const person = { email: "exporter@example.org", password: "four quiet grey herons" };
const neighbour = { email: "neighbour@example.org", password: "eleven slow brown bears" };
let browser: TestBrowser;
let own: { codeHash: string };

beforeAll(async () => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "https://id.example.org" });
  resetMasterKey("a secret for tests, 32 characters and more");
  await seedStore(CONTRACT_SEED);
  const user = await createAccount({ ...person, name: "User" });
  await createAccount(neighbour);
  own = await allowApp(user?.userId ?? "", WEB_CLIENT.clientId, { scopes: ["openid", "calendar:read"] });
  await new TestBrowser().post(handleSignIn, { username: neighbour.email, password: neighbour.password });
  const db = await getDb();
  await db.client.update({ where: { id: WEB_CLIENT.clientId }, data: { ownerId: user?.userId } });
  const now = new Date();
  const group = await insertGroup("Readers", now);
  await insertMember(group?.groupId ?? "", user?.userId ?? "", now);
  const authenticatorId = await newAuthenticator(user?.userId ?? "", now);
  const userAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0";
  const remembered = { tokenHash: "hash of a remembered browser", userAgent, authenticatorId };
  const owner = { userId: user?.userId ?? "", browsersForgottenAt: null };
  await insertRememberedBrowser(owner, { ...remembered, expiresAt: new Date(now.getTime() + 86_400_000) }, now);
  await (await getDb()).authenticator.deleteMany({ where: { userId: owner.userId } });
  browser = new TestBrowser();
  await browser.post(handleSignIn, { username: person.email, password: person.password });
});
afterAll(() => getPasswordPool().close());

const ask = (headers: Headers) => handleExport(new Request("https://id.example.org/account/data/export", { headers }));

it("leads somebody who is not signed in to the sign-in page, and back to the page that has the link", async () => {
  const answer = await ask(new TestBrowser().headers);
  expect(answer.status).toBe(303);
  expect(locationOf(answer)).toBe("/login?return_to=%2Faccount%2Fdata");
});

it("is a file that nothing keeps, with all that the portal holds about the person", async () => {
  const answer = await ask(browser.headers);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="account-\d{4}-\d\d-\d\d\.json"$/);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await answer.json()).toMatchObject({
    account: { email: person.email, name: "User", claims: {}, groups: ["Readers"] },
    second_factors: {
      authenticator_added_at: null,
      passkeys: [],
      recovery_codes_left: 0,
      remembered_browsers: [{ browser: "Firefox", system: "Windows", expires_at: expect.any(String) }],
    },
    sessions: [{ is_current: true, methods: ["pwd"], ip_address: expect.any(String) }],
    apps: [{ client_id: WEB_CLIENT.clientId, scopes: [{ name: "calendar:read" }, { name: "openid" }] }],
    consent_history: [{ client_id: WEB_CLIENT.clientId, change: "given", scopes: ["openid", "calendar:read"] }],
    own_apps: [{ client_id: WEB_CLIENT.clientId, redirect_uris: WEB_CLIENT.redirectUris }],
    activity: [{ kind: "signedIn", text: "You signed in" }],
  });
});

it("holds no hash, and nothing of anybody else", async () => {
  const text = await (await ask(browser.headers)).text();
  const db = await getDb();
  const { passwordHash } = await db.user.findUniqueOrThrow({ where: { email: person.email } });
  const sessions = await db.session.findMany();
  for (const secret of [
    passwordHash ?? "",
    own.codeHash,
    neighbour.email,
    "hash of a remembered browser",
    ...sessions.map((each) => each.tokenHash),
  ]) {
    expect(secret.length).toBeGreaterThan(5);
    expect(text).not.toContain(secret);
  }
});
