import { request } from "node:http";
import { sendRaw } from "../fixtures/raw-http";
import { expect, test } from "../fixtures/test";
import { send } from "./requests";

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

test("an address with more than 200 parameters is 400, at pages and at endpoints", async ({ portal }) => {
  for (const path of ["/login", "/console", "/oauth/authorize", "/nothing/here"]) {
    const answer = await ask(portal.url, "GET", `${path}?${"a=1&".repeat(200)}a=1`);
    expect([path, answer.status]).toEqual([path, 400]);
  }
  expect((await ask(portal.url, "GET", `/login?${"a=1&".repeat(199)}a=1`)).status).toBe(200);
});

test("a whole address as the target is answered as its path is, whatever its host (RFC 9112 §3.2.2)", async ({
  portal,
}) => {
  for (const target of [
    `${portal.url}/oauth/jwks`,
    "http://other.example/oauth/jwks",
    "HTTPS://other.example/oauth/jwks",
  ]) {
    expect([target, (await ask(portal.url, "GET", target)).status]).toEqual([target, 200]);
  }
  expect((await ask(portal.url, "GET", `${portal.url}/login`)).status).toBe(200);
  expect((await ask(portal.url, "GET", "http://")).status).toBe(400);
});

test("methods that nothing takes are 405 with those that something does, at endpoints and pages (RFC 9110 §15.5.6)", async ({
  portal,
}) => {
  for (const path of ["/", "/login", "/oauth/token", "/api/v1/clients", "/.well-known/openid-configuration"]) {
    for (const method of ["TRACE", "PROPFIND"]) {
      const { status, allow } = await ask(portal.url, method, path);
      expect([path, method, status, allow.includes("GET")]).toEqual([path, method, 405, true]);
    }
  }
});

test("two hosts are 400 (RFC 9112 §3.2)", async ({ portal }) => {
  for (const path of ["/login", "/oauth/jwks", "/oauth/token"]) {
    const bytes = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nHost: other.example\r\nConnection: close\r\n\r\n`;
    expect([path, (await sendRaw(portal.url, bytes)).status]).toEqual([path, 400]);
  }
});

test.describe("what is too large is refused in the format of its address", () => {
  const large = "a".repeat(1_100_000);

  test("a body over 1 MB is 413 (RFC 9110 §15.5.14)", async ({ portal }) => {
    const post = (path: string) => send(portal.url + path, { method: "POST", body: large });
    const endpoint = await post("/oauth/token");
    expect([endpoint.status, endpoint.body.error]).toEqual([413, "invalid_request"]);
    const api = await post("/api/v1/clients");
    expect([api.status, api.headers.get("content-type")]).toEqual([413, "application/problem+json"]);
    const page = await post("/login/submit");
    expect([page.status, page.headers.get("content-type")]).toEqual([413, expect.stringContaining("text/html")]);
    expect(page.text).toContain('href="/"');
  });

  test("headers over 16 KiB are 431 (RFC 6585 §5)", async ({ portal }) => {
    const get = (path: string) =>
      sendRaw(portal.url, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: a=${"b".repeat(20_000)}\r\n\r\n`);
    const endpoint = await get("/oauth/token");
    expect([endpoint.status, JSON.parse(endpoint.body).error]).toEqual([431, "invalid_request"]);
    const page = await get("/login");
    expect([page.status, page.headers["content-type"]]).toEqual([431, expect.stringContaining("text/html")]);
    expect(page.body).toContain('href="/"');
  });
});

test("what is encoded rightly, or stands in the query, is read", async ({ portal }) => {
  expect((await ask(portal.url, "GET", "/%6cogin")).status).toBeLessThan(500);
  expect((await ask(portal.url, "GET", "/login?x=%zz")).status).toBe(200);
  expect((await ask(portal.url, "GET", "/console/clients/%2e%2e%2f%c3%a9")).status).toBeLessThan(500);
  expect((await ask(portal.url, "GET", "/oauth/authorize?x=%zz")).status).toBe(400);
});
