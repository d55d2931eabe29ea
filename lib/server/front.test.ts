import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { createForwarder } from "../engine/forward.mjs";
import { type Handler, openFront } from "./front.mjs";
import { LINGER_MS } from "./hang-up.mjs";
import { SMALL_BODY_BYTES } from "./request-body-limit.mjs";
import type { Runtime } from "./runtime";
import { createShutdown } from "./shutdown.mjs";

const folder = mkdtempSync(path.join(os.tmpdir(), "portico-headers-"));
let pages: Server;
let front: Server;
/** addresses that were asked for who sent a request */
const senders: (string | undefined)[] = [];

/** What the server in front asks of the application before it forwards to a page. */
const application: Partial<Runtime> = {
  getEnv: () =>
    ({ port: 0, host: "127.0.0.1", fastLane: true, accessLog: false, healthPort: null }) as ReturnType<
      Runtime["getEnv"]
    >,
  isDocument: () => false,
  isFast: () => false,
  isCounting: () => false,
  isTracing: () => false,
  chooseRequestId: (given) => given ?? "chosen",
  mayBeAction: () => false,
  describeSender: ({ socket }) => {
    senders.push(socket.remoteAddress);
    return { "x-forwarded-for": "192.0.2.1", "x-portico-peer": "sealed" };
  },
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

afterEach(() => vi.useRealTimers());

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

it.each([
  ["says so", `content-length: ${SMALL_BODY_BYTES + 1}`, ""],
  ["grows", "transfer-encoding: chunked", `${(SMALL_BODY_BYTES + 1).toString(16)}\r\n`],
])(
  "refuses a body over 64 KiB that %s, unless it is a Server Action's: 413, before it counts (RFC 9110 §15.5.14)",
  async (_how, header, beginning) => {
    const taken: string[] = [];
    const runtime = { ...application, nameSender: (name: string) => taken.push(name) && name };
    const reached: unknown[] = [];
    const read: Handler = (request) => {
      reached.push(request);
      request.resume();
    };
    const server = await openFront(runtime as Runtime, read, createShutdown());
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    socket.write(`POST /login/submit HTTP/1.1\r\nhost: localhost\r\n${header}\r\n\r\n${beginning}`);
    socket.write(Buffer.alloc(SMALL_BODY_BYTES + 1, "a"));
    if (beginning) socket.write("\r\n0\r\n\r\n");
    let text = "";
    for await (const chunk of socket) text += String(chunk);
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    // A length that is not declared counts as the most that a small body has.
    expect([taken.length, reached.length]).toEqual(beginning ? [1, 1] : [0, 0]);
    server.close();
  },
);

it("does nothing for requests of a connection that was reset, which have no address that a limit could count", async () => {
  for (let tries = 0; tries < 20; tries += 1) {
    const socket = connect((front.address() as AddressInfo).port, "127.0.0.1");
    const closed = once(socket, "close");
    socket.write("POST /login HTTP/1.1\r\nhost: localhost\r\n\r\n", () => socket.resetAndDestroy());
    await closed;
  }
  expect(await ask("GET", [])).toEqual([200, sender]);
  expect(senders).not.toContain(undefined);
});

/** Asks for a tunnel on a connection whose sender never closes its side, and reads the answer. */
async function askForTunnel(server: Server) {
  const accepted = once(server, "connection");
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => socket.destroy());
  socket.write("CONNECT example.org:443 HTTP/1.1\r\nhost: example.org:443\r\n\r\n");
  const [own] = (await accepted) as [Socket];
  const closed = once(own, "close");
  let text = "";
  socket.on("data", (chunk) => {
    text += String(chunk);
  });
  await once(socket, "end");
  expect(text).toMatch(/^HTTP\/1\.1 405 /);
  return { socket, closed, own };
}

it("leaves who asks for a tunnel and stays after the answer: 405 (RFC 9110 §9.3.6)", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { socket, own, closed } = await askForTunnel(front);
  vi.advanceTimersByTime(LINGER_MS - 1);
  expect(own.destroyed).toBe(false);
  vi.advanceTimersByTime(1);
  await closed;
  socket.destroy();
});

it("refuses a tunnel after the answers that were asked for before it (RFC 9112 §9.3.2)", async () => {
  const held: ServerResponse[] = [];
  const hold = (_request: unknown, response: ServerResponse) => held.push(response);
  const server = await openFront(application as Runtime, hold, createShutdown());
  const asked = once(server, "connect");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let text = "";
  socket.on("data", (chunk) => {
    text += String(chunk);
  });
  const closed = once(socket, "close");
  socket.write(
    "GET /login HTTP/1.1\r\nhost: localhost\r\n\r\nCONNECT example.org:443 HTTP/1.1\r\nhost: example.org\r\n\r\n",
  );
  await asked;
  held[0]?.end("page");
  await closed;
  expect(text).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\npageHTTP\/1\.1 405 /s);
  server.close();
});

it("reads what is sent into a tunnel that there is not, so that who closes it is gone", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { socket, closed } = await askForTunnel(front);
  socket.end("what the tunnel was for");
  await closed;
  expect(vi.getTimerCount()).toBe(0);
});

it("ends although somebody who asked for a tunnel stays", async () => {
  const shutdown = createShutdown();
  const server = await openFront(application as Runtime, () => {}, shutdown);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { socket } = await askForTunnel(server);
  await shutdown.stopServer(server);
  expect(server.listening).toBe(false);
  socket.destroy();
});
