import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createBrokenRequests } from "./broken-requests.mjs";
import { LINGER_MS } from "./hang-up.mjs";
import { drainLimits } from "./request-body-limit.mjs";

let server: Server;
/** answers that were asked for, the oldest first */
let asked: ServerResponse[];

/** Node.js looks often for requests that take longer than this, in milliseconds; undefined: its own limit. */
const cutOff = (ms?: number) =>
  ms === undefined ? {} : { headersTimeout: ms, requestTimeout: ms, connectionsCheckingInterval: 10 };

beforeEach(() => start());
afterEach(() => {
  vi.useRealTimers();
  stop();
});

async function start(timeoutMs?: number) {
  asked = [];
  const brokenRequests = createBrokenRequests(async (status) => ({ status, headers: {}, body: "broken" }));
  server = createServer(cutOff(timeoutMs), (_request, response) => {
    brokenRequests.track(response);
    asked.push(response);
  });
  server.on("clientError", (error, socket) => {
    void brokenRequests.answer(error, socket);
    server.emit("broken");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}
function stop() {
  server.closeAllConnections();
  server.close();
}

function open(bytes: string): { socket: Socket; answers: Promise<string> } {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let text = "";
  socket.on("data", (chunk) => {
    text += String(chunk);
  });
  const answers = new Promise<string>((resolve) => {
    socket.once("close", () => resolve(text));
  });
  socket.write(bytes);
  return { socket, answers };
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const post = (path: string, start: string) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${start}`;
const wholeOf = (body: string) => new RegExp(`^HTTP/1\\.1 200 OK\r\n[^]*\r\n\r\n${body}`);
const refusal = /HTTP\/1\.1 400 Bad Request\r\ncontent-length: 6\r\nconnection: close\r\n\r\nbroken$/;
const brokenLine = "B(oken\r\n\r\n";

it("what is no request is answered, and the connection closes (RFC 9112 §2.2)", async () => {
  expect(await open(brokenLine).answers).toMatch(new RegExp(`^${refusal.source}`));
  expect(asked).toHaveLength(0);
});

it("its answer waits for the one that is under way (RFC 9112 §9.3.2)", async () => {
  const broken = once(server, "broken");
  const { answers } = open(get("/first") + brokenLine);
  await broken;
  asked[0]?.write("half ");
  asked[0]?.end("and whole");
  const text = await answers;
  expect(text).toMatch(wholeOf("5\r\nhalf \r\n9\r\nand whole\r\n0\r\n\r\n"));
  expect(text).toMatch(refusal);
  expect(text.match(/HTTP\/1\.1/g)).toHaveLength(2);
});

it("its answer waits for all that were asked for before it, whichever is ready first", async () => {
  const broken = once(server, "broken");
  const { answers } = open(get("/first") + get("/second") + brokenLine);
  await broken;
  asked[1]?.end("second");
  asked[0]?.end("first");
  const text = await answers;
  expect(text).toMatch(new RegExp(`${wholeOf("first").source}HTTP/1\\.1 200 OK\r\n[^]*\r\n\r\nsecond`));
  expect(text).toMatch(refusal);
  expect(text.match(/HTTP\/1\.1/g)).toHaveLength(3);
});

it("a request whose body cannot be read is answered for itself", async () => {
  expect(await open(post("/form", "x\r\n")).answers).toMatch(new RegExp(`^${refusal.source}`));
  expect(asked).toHaveLength(1);
});

it("such a request waits for the answer before it too", async () => {
  const broken = once(server, "broken");
  const { answers } = open(get("/first") + post("/form", "x\r\n"));
  await broken;
  asked[0]?.end("first");
  const text = await answers;
  expect(text).toMatch(wholeOf("first"));
  expect(text).toMatch(refusal);
});

it("an answer that came before the body was read stays whole, and is the only one", async () => {
  const { socket, answers } = open(post("/form", "1\r\na\r\n"));
  await once(server, "request");
  asked[0]?.write("half ");
  await once(socket, "data");
  const broken = once(server, "broken");
  socket.write("x\r\n");
  await broken;
  asked[0]?.end("and whole");
  const text = await answers;
  expect(text).toMatch(wholeOf("5\r\nhalf \r\n9\r\nand whole\r\n0\r\n\r\n"));
  expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
});

/** Opens a connection whose sender never closes its side. */
async function openForEver(bytes: string) {
  const accepted = once(server, "connection");
  const socket = connect({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", allowHalfOpen: true });
  let text = "";
  socket.on("data", (chunk) => {
    text += String(chunk);
  });
  socket.on("error", () => socket.destroy());
  const answers = new Promise<string>((resolve) => {
    socket.once("end", () => resolve(text));
  });
  socket.write(bytes);
  const [own] = (await accepted) as [Socket];
  return { socket, own, closed: once(own, "close"), answers };
}

const status = (code: number) => new RegExp(`^HTTP/1\\.1 ${code} [^]*\r\n\r\nbroken$`);
const kinds: [kind: string, bytes: string, code: number, timeoutMs?: number][] = [
  ["what is no request", brokenLine, 400],
  ["a body that cannot be read", post("/form", "x\r\n"), 400],
  ["a head that never ends", "GET / HTTP/1.1\r\nHost: localhost\r\nX-", 408, 50],
  ["a body that never ends", post("/form", "5\r\nab"), 408, 50],
];

it.each(kinds)(
  "who sent %s, and stays, is left after a while (RFC 9112 §9.6)",
  async (_kind, bytes, code, timeoutMs) => {
    stop();
    await start(timeoutMs);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { socket, own, closed, answers } = await openForEver(bytes);
    expect(await answers).toMatch(status(code));
    vi.advanceTimersByTime(LINGER_MS - 1);
    expect(own.destroyed).toBe(false);
    vi.advanceTimersByTime(1);
    await closed;
    socket.destroy();
  },
);

it("who sends on and on after that is left before", async () => {
  const { socket, closed } = await openForEver(brokenLine);
  const piece = Buffer.alloc(64 * 1024, "x");
  let sent = 0;
  const send = () => {
    while (!socket.destroyed && sent <= 2 * drainLimits.bytes && socket.write(piece)) sent += piece.length;
  };
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  socket.on("drain", send);
  send();
  await closed;
  socket.destroy();
});

it("whoever hangs up after the answer leaves no timer behind", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { socket, closed, answers } = await openForEver(brokenLine);
  await answers;
  expect(vi.getTimerCount()).toBe(1);
  socket.end();
  await closed;
  expect(vi.getTimerCount()).toBe(0);
});

it("an answer that was given is not kept for the ones after it on its connection", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const { socket } = open("");
  const given: WeakRef<ServerResponse>[] = [];
  const answerOldest = async () => {
    const oldest = asked.shift();
    if (oldest === undefined) throw new Error("nothing was asked for");
    given.push(new WeakRef(oldest));
    const closed = once(oldest, "close");
    oldest.end("given");
    await closed;
  };
  // One is under way at any time.
  for (let count = 0; count < 10; count += 1) {
    const read = once(server, "request");
    socket.write(get("/"));
    await read;
    if (count > 0) await answerOldest();
  }
  const countKept = () => {
    collect();
    return given.filter((answer) => answer.deref() !== undefined).length;
  };
  await expect.poll(countKept).toBeLessThan(3);
  socket.destroy();
});
