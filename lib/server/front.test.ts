import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createForwarder } from "./forward.mjs";
import { openFront } from "./front.mjs";
import type { Runtime } from "./runtime";
import { createShutdown } from "./shutdown.mjs";

const folder = mkdtempSync(path.join(os.tmpdir(), "portico-headers-"));
let pages: Server;
let front: Server;

/** What the server in front asks of the application before it forwards to a page. */
const application: Partial<Runtime> = {
  getEnv: () => ({ port: 0, host: "127.0.0.1", fastLane: true }) as ReturnType<Runtime["getEnv"]>,
  isDocument: () => false,
  isFast: () => false,
  mayBeAction: () => false,
  describeSender: () => ({ "x-forwarded-for": "192.0.2.1", "x-portico-peer": "sealed" }),
  refuse: async (status) => ({ status, headers: {}, body: "too large" }),
};

beforeAll(async () => {
  const socket = path.join(folder, "pages");
  pages = createServer(({ headers }, response) => {
    response.end(JSON.stringify([headers["x-forwarded-for"], headers["x-portico-peer"]]));
  });
  await new Promise<void>((resolve) => pages.listen(socket, resolve));
  front = await openFront(application as Runtime, createForwarder(socket), createShutdown());
});
afterAll(() => {
  for (const server of [front, pages]) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true, force: true });
});

/** The status and body that a request with these header lines gets. */
async function ask(method: string, lines: string[]): Promise<[number, string]> {
  const socket = connect((front.address() as AddressInfo).port, "127.0.0.1");
  socket.write([`${method} /login HTTP/1.1`, "host: localhost", "connection: close", ...lines, "", ""].join("\r\n"));
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  const [head = "", body = ""] = text.split("\r\n\r\n");
  return [Number(head.split(" ")[1]), body];
}

const repeat = (line: string, times: number) => Array.from({ length: times }, () => line);
const sender = JSON.stringify(["192.0.2.1", "sealed"]);

it("tells pages who sent a request, however many headers it may have", async () => {
  expect(await ask("GET", repeat("a:", 190))).toEqual([200, sender]);
});

it.each([
  ["push the server's own headers out", "GET", repeat("a:", 1_100)],
  [
    "bring an X-Forwarded-For past the server in front",
    "GET",
    [...repeat("te:", 5), ...repeat("a:", 994), "x-forwarded-for: 203.0.113.9", ...repeat("a:", 60)],
  ],
  ["hide how long the body is", "POST", [...repeat("a:", 1_000), "content-length: 4000000"]],
])("refuses headers that would %s: 431 (RFC 6585 §5)", async (_what, method, lines) => {
  expect(await ask(method, lines)).toEqual([431, "too large"]);
});
