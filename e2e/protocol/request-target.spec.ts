import { request } from "node:http";
import { send } from "./requests";
import { expect, test } from "./test";

/** Sends exactly this request target, which no other client would. */
function ask(portalUrl: string, method: string, target: string): Promise<{ status: number; allow: string }> {
  const { hostname, port } = new URL(portalUrl);
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: hostname, port, method, path: target }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, allow: answer.headers.allow ?? "" }));
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

test("OPTIONS * is 204 with the methods, any other request for the whole server 400 (RFC 9110 §9.3.7)", async ({
  portal,
}) => {
  const options = await ask(portal.url, "OPTIONS", "*");
  expect(options).toEqual({ status: 204, allow: expect.stringContaining("GET, HEAD, POST") });
  expect((await ask(portal.url, "GET", "*")).status).toBe(400);
});

test("an address whose percent-encoding is broken is 400, with a page for people, and never 500 (RFC 3986 §2.1)", async ({
  portal,
}) => {
  for (const path of ["/console/clients/%zz", "/%", "/login%ff", "/oauth/%zz", "/api/v1/clients/%zz", "/logos/%zz"]) {
    for (const method of ["GET", "POST"]) {
      expect([path, method, (await ask(portal.url, method, path)).status]).toEqual([path, method, 400]);
    }
  }
  const page = await send(`${portal.url}/console/clients/%zz`);
  expect(page.headers.get("content-type")).toContain("text/html");
  expect(page.headers.get("cache-control")).toContain("no-store");
  expect(page.text).toContain('href="/"');
});

test("what is encoded rightly, or stands in the query, is read", async ({ portal }) => {
  expect((await ask(portal.url, "GET", "/%6cogin")).status).toBeLessThan(500);
  expect((await ask(portal.url, "GET", "/login?x=%zz")).status).toBe(200);
  expect((await ask(portal.url, "GET", "/console/clients/%2e%2e%2f%c3%a9")).status).toBeLessThan(500);
  expect((await ask(portal.url, "GET", "/oauth/authorize?x=%zz")).status).toBe(400);
});
