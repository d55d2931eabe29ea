import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createBodyBudget } from "./body-budget.mjs";
import { admitPagePost } from "./page-post.mjs";
import { drainLimits, limitBody, MAX_BODY_BYTES, MAX_PICTURE_FORM_BYTES } from "./request-body-limit.mjs";

let server: Server;
/** bytes that the server took of a connection, by the end of it */
let received: Promise<number>;

beforeEach(async () => {
  const budget = createBodyBudget();
  server = createServer(async (request, response) => {
    const refuse = async (status: number) => {
      response.shouldKeepAlive = false;
      if (!response.headersSent) response.writeHead(status).end();
    };
    if (!limitBody(request, () => refuse(413))) return;
    const judge = async () => ({ kind: "action", userId: "somebody" }) as const;
    if (request.url === "/page") {
      const verdict = await admitPagePost(request, { judgePagePost: judge, isActionBody: async () => true }, budget);
      if (verdict.kind === "refuse") return refuse(verdict.status);
    }
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
    });
    request.on("end", () => {
      if (!response.headersSent) response.end(String(size));
    });
  });
  received = new Promise((resolve) => {
    server.once("connection", (socket) => socket.once("close", () => resolve(socket.bytesRead)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  vi.useRealTimers();
  server.closeAllConnections();
  server.close();
});

async function open(path: string, header: string): Promise<{ socket: Socket; answer: Promise<string> }> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let text = "";
  socket.on("data", (chunk) => {
    text += String(chunk);
  });
  // Being hung up on while one still sends is what these tests are about.
  socket.on("error", () => {});
  const answer = new Promise<string>((resolve) => {
    socket.once("close", () => resolve(text));
  });
  const reached = once(server, "request");
  socket.write(`POST ${path} HTTP/1.1\r\nhost: localhost\r\n${header}\r\n\r\n`);
  await reached;
  return { socket, answer };
}

const piece = Buffer.alloc(64 * 1024, "a");
const chunked = "transfer-encoding: chunked";
const write = (socket: Socket, header: string) => {
  const isChunked = header === chunked;
  return socket.write(isChunked ? Buffer.concat([Buffer.from("10000\r\n"), piece, Buffer.from("\r\n")]) : piece);
};
const kinds: [kind: string, path: string, header: string][] = [
  ["a body that says that it is too large", "/form", "content-length: 100000000"],
  ["one that grows too large", "/form", chunked],
  ["one that grows too large for a page", "/page", chunked],
];

it.each(kinds)("%s is 413 when it has ended (RFC 9110 §15.5.14)", async (_kind, path, header) => {
  const length = 2 * MAX_BODY_BYTES;
  const { socket, answer } = await open(path, header === chunked ? header : `content-length: ${length}`);
  for (let sent = 0; sent < length; sent += piece.length) write(socket, header);
  if (header === chunked) socket.write("0\r\n\r\n");
  expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
});

it.each(kinds)("%s is not read for ever: the connection closes", async (_kind, path, header) => {
  const { socket, answer } = await open(path, header);
  const send = () => {
    while (!socket.destroyed && write(socket, header));
  };
  socket.on("drain", send);
  send();
  await answer;
  expect(await received).toBeLessThan(MAX_BODY_BYTES + drainLimits.bytes + 4 * 1024 * 1024);
});

it.each(kinds)("%s is not waited for either: 413, and the connection closes", async (_kind, path, header) => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { socket, answer } = await open(path, header);
  for (let sent = 0; sent <= MAX_BODY_BYTES; sent += piece.length) write(socket, header);
  await expect.poll(() => vi.getTimerCount()).toBeGreaterThan(0);
  vi.advanceTimersByTime(drainLimits.ms);
  expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
});

it.each([
  ["/account/picture?again=1", MAX_PICTURE_FORM_BYTES, 200],
  ["/account/picture", MAX_PICTURE_FORM_BYTES + 1, 413],
  ["/account/pictures", MAX_BODY_BYTES + 1, 413],
  ["/account", MAX_BODY_BYTES + 1, 413],
])("%s takes a body of %i bytes: %i", async (path, length, status) => {
  const { socket, answer } = await open(path, `content-length: ${length}\r\nconnection: close`);
  socket.write(Buffer.alloc(length));
  expect(await answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});

it("a body that a page can read comes to it whole", async () => {
  const { socket, answer } = await open("/page", `${chunked}\r\nconnection: close`);
  for (let sent = 0; sent < MAX_BODY_BYTES; sent += piece.length) write(socket, chunked);
  socket.write("0\r\n\r\n");
  expect(await answer).toMatch(new RegExp(`^HTTP/1.1 200 .*\r\n${MAX_BODY_BYTES}$`, "s"));
});
