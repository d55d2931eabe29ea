import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonResponse } from "../oauth/wire/json-response";
import { createFastLane } from "./fast-lane.mjs";

/** What a server sends for requests that are written at once, over one connection. */
function exchange(port: number, ...requests: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let received = "";
    socket.setEncoding("utf8").on("data", (chunk) => {
      received += chunk;
    });
    socket.on("error", reject).on("end", () => resolve(received));
    socket.write(requests.join(""));
  });
}

const request = (method: string, path: string, connection = "keep-alive") =>
  `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: ${connection}\r\n\r\n`;

describe("the fast lane", () => {
  let server: Server;
  let port: number;

  beforeAll(async () => {
    const { answer, answerFromMemory } = createFastLane(
      async ({ url }) => {
        const path = new URL(url).pathname;
        return jsonResponse(path === "/umlaut" ? { path, name: "ü" } : { path });
      },
      (path) => path === "/document",
      { header: "x-request-id", choose: (given) => given ?? "chosen" },
    );
    server = createServer((incoming, outgoing) => {
      if (answerFromMemory(incoming, outgoing) === null) void answer(incoming, outgoing);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });

  afterAll(() => void server.close());

  it("gives back the name of a request, on a document from memory too, and names one that has none", async () => {
    const named = (path: string, name: string) =>
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: ${name}\r\n\r\n`;
    const namesIn = async (...requests: string[]) =>
      [...(await exchange(port, ...requests)).matchAll(/x-request-id: (\w+)/g)].map(([, name]) => name);
    const end = request("GET", "/document", "close");
    expect(await namesIn(named("/plain", "first"), named("/document", "second"), end)).toEqual(["first", "second"]);
    expect(await namesIn(named("/document", "third"), end)).toEqual(["third", "chosen"]);
  });

  it("sends head and body of an answer, as long as it says (RFC 9112 §6.2)", async () => {
    const received = await exchange(port, request("GET", "/plain", "close"));
    const [head, body] = received.split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(head).toContain(`content-length: ${Buffer.byteLength('{"path":"/plain"}')}`);
    expect(body).toBe('{"path":"/plain"}');
  });

  it("sends text beyond ASCII as UTF-8", async () => {
    const received = await exchange(port, request("GET", "/umlaut", "close"));
    const [head, body = ""] = received.split("\r\n\r\n");
    expect(JSON.parse(body)).toMatchObject({ name: "ü" });
    expect(head).toContain(`content-length: ${Buffer.byteLength(body)}`);
  });

  it("sends no body to HEAD, but its length (RFC 9110 §9.3.2)", async () => {
    const received = await exchange(port, request("HEAD", "/plain", "close"));
    expect(received).toContain("content-length: 17");
    expect(received.split("\r\n\r\n")[1]).toBe("");
  });

  it("answers requests of one connection in their order, from memory too (RFC 9112 §9.3.2)", async () => {
    await exchange(port, request("GET", "/document", "close"));
    const received = await exchange(
      port,
      request("GET", "/plain"),
      request("GET", "/document"),
      request("GET", "/document"),
      request("GET", "/other", "close"),
    );
    expect(received.match(/"path":"[^"]+"/g)).toEqual(
      ["/plain", "/document", "/document", "/other"].map((path) => `"path":"${path}"`),
    );
  });
});
