import { afterAll, beforeAll, expect, it } from "vitest";
import { createAccount } from "../auth/accounts";
import { handleSignIn } from "../auth/handle-sign-in";
import { getPasswordPool } from "../auth/password-pool";
import { locationOf, TestBrowser } from "../auth/testing/browser";
import { listEvents } from "../db/audit/list-events";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import { handleAuditExport } from "./handle-audit-export";

useTestDatabase();

const person = { email: "admin@example.org", password: "four quiet grey herons" };
let browser: TestBrowser;

beforeAll(async () => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: "https://id.example.org" });
  resetMasterKey("a secret for tests, 32 characters and more");
  await createAccount({ ...person, isAdmin: true });
  browser = new TestBrowser();
  await browser.post(handleSignIn, { username: person.email, password: person.password });
});
afterAll(() => getPasswordPool().close());

function ask(from: string | null, { headers } = browser): Promise<Response> {
  if (from !== null) headers.set("sec-fetch-site", from);
  return handleAuditExport(new Request("https://id.example.org/admin/audit/export?event=sign_out", { headers }));
}

const countExports = async () => (await listEvents({ types: ["audit.exported"], limit: 10 })).length;

it.each(["same-origin", "none", null])("answers a file to whoever follows the link of the page: %s", async (from) => {
  const before = await countExports();
  const answer = await ask(from);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="audit-/);
  expect(await answer.text()).toBe("");
  expect(await countExports()).toBe(before + 1);
});

it.each(["cross-site", "same-site"])("does nothing for a link of somebody else's page: %s", async (from) => {
  const before = await countExports();
  const answer = await ask(from);
  expect([answer.status, locationOf(answer)]).toEqual([303, "/admin/audit"]);
  expect(await countExports()).toBe(before);
});

it("leads somebody who is not signed in to the sign-in page, and back to the page that has the link", async () => {
  const answer = await ask("same-origin", new TestBrowser());
  expect(locationOf(answer)).toBe("/login?return_to=%2Fadmin%2Faudit");
});
