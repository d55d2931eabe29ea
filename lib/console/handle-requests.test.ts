import { afterAll, beforeAll, expect, it } from "vitest";
import { createAccount } from "../auth/accounts";
import { handleSignIn } from "../auth/handle-sign-in";
import { getPasswordPool } from "../auth/password-pool";
import { TestBrowser } from "../auth/testing/browser";
import { makeClient } from "../clients/testing/people";
import { flushRequests, keepRequest } from "../db/clients/client-requests";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { refusedAt } from "../events/catalogue";
import { resetMasterKey } from "../keys/secret";
import { handleNewRequests, handleRequestExport } from "./handle-requests";

useTestDatabase();

const password = "four quiet grey herons";
const ORIGIN = "http://localhost:3000";

beforeAll(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: ORIGIN });
  resetMasterKey("a secret for tests, 32 characters and more");
});
afterAll(() => getPasswordPool().close());

async function signIn(email: string) {
  const user = await createAccount({ email, password });
  if (!user) throw new Error("There is such an account already");
  const browser = new TestBrowser();
  await browser.post(handleSignIn, { username: email, password });
  return { user, browser };
}

it("answers the requests of an app as a file, and how many are new, to its developer and to nobody else", async () => {
  const { user, browser } = await signIn("developer@example.org");
  const { browser: other } = await signIn("other@example.org");
  const { clientId } = await makeClient(
    { userId: user.userId, isAdmin: false, source: { ipAddress: null, requestId: null } },
    { name: "Acme Files" },
  );
  const data = { error: "invalid_request", description: "=HYPERLINK()", cause: "parameter_missing" } as const;
  keepRequest({ type: refusedAt("token"), outcome: "refused", clientId, data }, "=1+1");
  await flushRequests();
  const params = { params: Promise.resolve({ clientId }) };
  const path = `/console/clients/${clientId}/events`;
  const ask = (by: TestBrowser, rest: string) => {
    const request = new Request(`${ORIGIN}${path}${rest}`, { headers: by.headers });
    return rest.startsWith("/newer") ? handleNewRequests(request, params) : handleRequestExport(request, params);
  };

  const csv = await (await ask(browser, "/export?format=csv")).text();
  expect(csv.split("\r\n")).toHaveLength(3);
  expect(csv).toContain(`"token","token.refused","refused","parameter_missing","'=1+1"`);
  const lines = await (await ask(browser, "/export?format=jsonl&endpoint=token")).text();
  const { id, fix } = JSON.parse(lines.trim());
  expect(fix.title).toBe("A parameter is missing");
  expect(await (await ask(browser, "/export?format=jsonl&endpoint=userinfo")).text()).toBe("");

  expect(await (await ask(browser, `/newer?after=${id}`)).json()).toEqual({ label: null });
  keepRequest({ type: refusedAt("token"), outcome: "refused", clientId, data }, null);
  expect(await (await ask(browser, `/newer?after=${id}`)).json()).toEqual({ label: "Show 1 new request" });

  for (const rest of ["/export?format=csv", `/newer?after=${id}`]) expect((await ask(other, rest)).status).toBe(404);
  expect((await ask(new TestBrowser(), "/export")).status).toBe(303);
  expect((await ask(new TestBrowser(), "/newer")).status).toBe(404);
});
