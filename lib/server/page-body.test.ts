import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { getContentSecurityPolicy } from "../http/security-headers";
import { withPageBody } from "./page-body.mjs";

const CSS = "h1{color:teal}";
const LINK = '<link rel="stylesheet" href="/_next/static/chunks/0a-b.css" nonce="n" data-precedence="next"/>';
const SCRIPT = '<script nonce="n">self.__next_f.push([1,"</h1>"])</script><script src="/a.js" async=""></script>';
const PRELOAD = '<link rel="preload" as="script" fetchPriority="low" nonce="n" href="/a.js"/>';
const folder = mkdtempSync(path.join(os.tmpdir(), "portico-build-"));
let server: Server;
let url: string;

/** What Next.js does, in its order. */
function handlePage({ url = "" }: { url?: string | undefined }, response: ServerResponse) {
  response.setHeader("content-security-policy", getContentSecurityPolicy(url, "n"));
  if (url === "/file") {
    response.setHeader("content-type", "application/json");
    response.flushHeaders();
    response.write("[");
    return response.end("]");
  }
  if (url.startsWith("/login/island") || url === "/console/island") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    const later = url.endsWith("later") ? '<!--$?--><template id="B:0"></template><!--/$-->' : "";
    return response.end(
      `<head>${PRELOAD}</head><body><p data-island="A">&lt;script>a&lt;/script></p>${later}${SCRIPT}</body>`,
    );
  }
  response.setHeader("link", '</_next/static/chunks/0a-b.css>; rel=preload; as="style"');
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.flushHeaders();
  response.write(`<head>${LINK}</head>`);
  // The page finds out late that what it is about does not exist.
  response.statusCode = 404;
  return response.end(Buffer.from("<h1>안녕</h1>"));
}

beforeAll(async () => {
  mkdirSync(path.join(folder, "static/chunks"), { recursive: true });
  writeFileSync(path.join(folder, "static/chunks/0a-b.css"), CSS);
  mkdirSync(path.join(folder, "static/islands"));
  writeFileSync(path.join(folder, "static/islands/islands-A.js"), "1;");
  server = createServer(withPageBody(handlePage, { folder, isWithoutReact: (asked) => asked.startsWith("/login") }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

/** By a sender that takes nothing packed. */
async function ask(target: string, init: RequestInit = {}) {
  const response = await fetch(url + target, { ...init, headers: { "accept-encoding": "identity", ...init.headers } });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

it("puts the style sheet into a page of the sign-in, which its policy allows by its hash and by nothing else", async () => {
  const { status, headers, body } = await ask("/login?request=1");
  expect(status).toBe(404);
  expect(body).toBe(
    `<head><style data-href="/_next/static/chunks/0a-b.css" data-precedence="next">${CSS}</style></head><h1>안녕</h1>`,
  );
  const hash = createHash("sha256").update(CSS).digest("base64");
  expect(headers.get("content-security-policy")).toContain(`; style-src 'self' 'sha256-${hash}'; `);
  expect(headers.get("link")).toBeNull();
  expect(headers.get("content-encoding")).toBeNull();
  expect(headers.get("content-length")).toBe(String(Buffer.byteLength(body)));
});

it("puts one script for the parts that act into a page of the sign-in, in the place of React", async () => {
  const { body } = await ask("/login/island");
  expect(body).toBe(
    '<head></head><body><p data-island="A">&lt;script>a&lt;/script></p>' +
      '<script src="/_next/static/islands/islands-A.js" nonce="n" defer></script></body>',
  );
});

it.each([
  ["with something that React fills in later", "/login/island/later"],
  ["that is none of the sign-in", "/console/island"],
])("leaves the scripts of a page %s", async (_kind, target) => {
  const { body } = await ask(target);
  expect(body).toContain(PRELOAD);
  expect(body).toContain(SCRIPT);
});

it("leaves the style sheet of every other page where browsers keep it", async () => {
  const { headers, body } = await ask("/console");
  expect(body).toBe(`<head>${LINK}</head><h1>안녕</h1>`);
  expect(headers.get("link")).toContain("0a-b.css");
  expect(headers.get("content-security-policy")).toContain("; style-src 'self'; ");
});

it("packs a page for whoever takes gzip (RFC 9110 §12.5.3)", async () => {
  const packed = await fetch(`${url}/console`, { headers: { "accept-encoding": "br, gzip;q=0.8" } });
  expect(packed.headers.get("content-encoding")).toBe("gzip");
  expect(packed.headers.get("vary")).toBe("accept-encoding");
  expect(await packed.text()).toContain("안녕");
  for (const refusal of ["gzip;q=0", "br, gzip; q=0.0, x", "x-gzipped"]) {
    expect(
      (await ask("/console", { headers: { "accept-encoding": refusal } })).headers.get("content-encoding"),
    ).toBeNull();
  }
});

it("answers HEAD, and sends what is no page as it comes", async () => {
  const head = await ask("/login", { method: "HEAD" });
  expect([head.body, head.headers.get("content-length")]).toEqual(["", null]);
  const { headers, body } = await ask("/file");
  expect(body).toBe("[]");
  expect(headers.get("content-length")).toBeNull();
});
