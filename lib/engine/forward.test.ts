import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { setOwnHeaders } from "../server/own-headers.mjs";
import { createForwarder } from "./forward.mjs";

const folder = mkdtempSync(path.join(os.tmpdir(), "portico-forward-"));
const servers: Server[] = [];
let count = 0;

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  rmSync(folder, { recursive: true, force: true });
});

async function listen(listener: RequestListener, place: string | number): Promise<Server> {
  const server = createServer(listener);
  servers.push(server);
  if (typeof place === "string") await new Promise<void>((resolve) => server.listen(place, resolve));
  else await new Promise<void>((resolve) => server.listen(place, "127.0.0.1", resolve));
  return server;
}

/** Pages that answer by `pages`, and the address of a server that forwards to them. */
async function openFront(pages: RequestListener | null): Promise<string> {
  mkdirSync(folder, { recursive: true });
  count += 1;
  const socket = path.join(folder, String(count));
  if (pages) await listen(pages, socket);
  const forward = createForwarder(socket);
  const front = await listen((incoming, outgoing) => {
    setOwnHeaders(incoming, { "x-forwarded-for": "192.0.2.1" });
    forward(incoming, outgoing);
  }, 0);
  return `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
}

async function read(incoming: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of incoming) text += String(chunk);
  return text;
}

it("hands over the request as it came, but for what its connection said and who sent it", async () => {
  const url = await openFront(async (incoming, outgoing) => {
    const { method, url: target, headers } = incoming;
    outgoing.end(JSON.stringify({ method, target, headers, body: await read(incoming) }));
  });
  const claimed = { "x-forwarded-for": "203.0.113.9", "X-Portico-Peer": "127.0.0.1" };
  const headers = { ...claimed, "content-type": "text/plain", origin: "https://app.example.org" };
  const answer = await fetch(`${url}/login/submit?a=%2F`, { method: "POST", body: "a=1", headers });
  const told = await answer.json();
  expect(told.headers).not.toHaveProperty("x-portico-peer");
  expect(told).toMatchObject({
    method: "POST",
    target: "/login/submit?a=%2F",
    body: "a=1",
    headers: {
      "content-type": "text/plain",
      "content-length": "3",
      origin: "https://app.example.org",
      host: new URL(url).host,
      "x-forwarded-for": "192.0.2.1",
    },
  });
});

it("hands over a body of unknown length", async () => {
  const url = await openFront(async (incoming, outgoing) => void outgoing.end(await read(incoming)));
  const asked = request(url, { method: "POST" });
  asked.write("one ");
  asked.end("two");
  const answer = await new Promise<IncomingMessage>((resolve) => asked.once("response", resolve));
  expect(await read(answer)).toBe("one two");
});

it("hands back status, every cookie, and the body as it comes", async () => {
  const waiting: (() => void)[] = [];
  const url = await openFront((_incoming, outgoing) => {
    outgoing.writeHead(404, ["set-cookie", "a=1", "set-cookie", "b=2", "content-type", "text/html"]);
    outgoing.write("first");
    waiting.push(() => outgoing.end(" last"));
  });
  const answer = await fetch(url);
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([404, ["a=1", "b=2"]]);
  const reader = answer.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("first");
  for (const finish of waiting) finish();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(" last");
});

it("hands back a head that is larger than that of any request", async () => {
  const url = await openFront((_incoming, outgoing) => {
    outgoing.writeHead(307, { location: `/login?return_to=${"a".repeat(40_000)}` }).end();
  });
  const asked = request(url, { maxHeaderSize: 64 * 1024 });
  asked.end();
  const answer = await new Promise<IncomingMessage>((resolve) => asked.once("response", resolve));
  answer.resume();
  expect([answer.statusCode, answer.headers.location?.length]).toEqual([307, 40_017]);
});

it("answers 503 and when to try again while there are no pages", async () => {
  const answer = await fetch(await openFront(null));
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
});

it("breaks off behind when the person has gone", async () => {
  const controller = new AbortController();
  let hasEnded = false;
  const url = await openFront((_incoming, outgoing) => {
    outgoing.once("close", () => {
      hasEnded = true;
    });
    controller.abort();
  });
  await expect(fetch(url, { signal: controller.signal })).rejects.toThrow();
  await expect.poll(() => hasEnded).toBe(true);
});
