import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { resetEnv } from "../env";
import { renderRefusal } from "../http/refusal";
import { replaceFailures } from "./outage.mjs";
import type { Runtime } from "./runtime";

const refuse: Runtime["refuse"] = async (status, path, headers) => {
  const response = renderRefusal(status, path, new Headers({ cookie: headers?.cookie ?? "" }));
  return { status, headers: Object.fromEntries(response.headers), body: await response.text() };
};
const describeOutage = () => Promise.reject(new Error("The database is not away."));
const runtime = { isOutage: () => false, forgetRequest: () => undefined, describeOutage, refuse };

/** As Next.js answers a Server Action that this build does not have. */
const handle = replaceFailures((_request, response) => {
  response.writeHead(409, { "content-type": "text/plain", "x-nextjs-action-not-found": "1" });
  response.end("Server Action unavailable.");
}, runtime);
const server = createServer((request, response) => void handle(request, response));
let address: string;

beforeAll(async () => {
  resetEnv({ PORTICO_ISSUER: "https://id.example.org" });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/account?claim=team`;
});
afterAll(() => {
  server.close();
  resetEnv();
});

it("a form of a page of another build, posted without JavaScript, is answered by a page that leads to a new copy (UX bar 24)", async () => {
  const answer = await fetch(address, { method: "POST", body: new FormData() });
  expect(answer.status).toBe(409);
  expect(answer.headers.get("content-type")).toMatch(/^text\/html/);
  expect(answer.headers.get("x-nextjs-action-not-found")).toBeNull();
  const page = await answer.text();
  expect(page).toContain("The portal was updated since you opened this page");
  expect(page).toContain('href="/account?claim=team"');
});

it("a Server Action of another build that a script called keeps the answer that its page understands", async () => {
  const answer = await fetch(address, { method: "POST", headers: { "next-action": "7f00" }, body: "[]" });
  expect(answer.status).toBe(409);
  expect(await answer.text()).toBe("Server Action unavailable.");
});
