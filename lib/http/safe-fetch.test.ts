import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, LookupFunction } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSafeDownload, createSafeFetch, SafeFetchError, type SafeFetchOptions } from "./safe-fetch";
import { createSelfSignedCertificate } from "./testing/self-signed-certificate";

const HOST = "keys.client.example";
const { key, cert } = createSelfSignedCertificate(HOST);
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let requests = 0;
let connections = 0;
const server = createServer({ key, cert }, (request, response) => {
  requests += 1;
  answer(request, response);
});
server.on("connection", () => {
  connections += 1;
});
let port = 0;

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  logged = [];
  requests = 0;
  connections = 0;
  answer = (_request, response) => response.end("an answer");
});

/** Names resolve to these addresses. */
function resolvesTo(...addresses: string[]): LookupFunction {
  return (_hostname, options, callback) => {
    const all = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    if (options.all) callback(null, all);
    else callback(null, all[0]?.address ?? "", all[0]?.family ?? 4);
  };
}

/** What the operator's log has. */
let logged: string[] = [];
const log = (line: string) => void logged.push(line);

function read(options: Partial<SafeFetchOptions> = {}, url = `https://${HOST}:${port}/keys`) {
  const lookup = resolvesTo("127.0.0.1");
  return createSafeFetch({ allow: [], lookup, ca: cert, log, ...options })(url);
}

/** What whoever named the address gets to know, which is never more than this, and what the operator does. */
async function expectUnreachable(host: string, reading: Promise<unknown>, reason: string | RegExp): Promise<void> {
  await expect(reading).rejects.toThrow(new SafeFetchError(`${host} could not be reached.`));
  expect(logged).toEqual([expect.stringMatching(reason)]);
  expect(logged[0]).toContain(host);
}
const excepted = () => ({ allow: [`${HOST}:${port}`] });

describe("the guarded fetch", () => {
  it("reads an address that the operator excepted, by host with or without port", async () => {
    expect(await read(excepted())).toEqual({ status: 200, body: "an answer" });
    expect(await read({ allow: [HOST] })).toEqual({ status: 200, body: "an answer" });
  });

  it("sends method, headers and body as told, and no fragment", async () => {
    answer = async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      response.end(`${request.method} ${request.url} ${request.headers["content-type"]} ${body}`);
    };
    const fetch = createSafeFetch({ ...excepted(), lookup: resolvesTo("127.0.0.1"), ca: cert });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const told = { method: "POST", headers, body: "logout_token=x" } as const;
    const { body } = await fetch(`https://${HOST}:${port}/out?a=b#hash`, told);
    expect(body).toBe("POST /out?a=b application/x-www-form-urlencoded logout_token=x");
  });

  it("gives what is no text byte by byte, with its type and within the limit of size", async () => {
    const bytes = Buffer.from([0x89, 0x50, 0x00, 0xff, 0xfe]);
    answer = (_request, response) => response.writeHead(200, { "content-type": "Image/PNG; x=1" }).end(bytes);
    const options = { ...excepted(), lookup: resolvesTo("127.0.0.1"), ca: cert };
    const url = `https://${HOST}:${port}/logo`;
    expect(await createSafeDownload(options)(url)).toEqual({ status: 200, mediaType: "image/png", bytes });
    await expect(createSafeDownload({ ...options, maxBytes: 4 })(url)).rejects.toThrow("more than 4 bytes");
    const guarded = createSafeDownload({ ...options, allow: [], log });
    await expectUnreachable(`${HOST}:${port}`, guarded(url), "is not a public address");
  });

  it("gives the status of an answer that is not a success", async () => {
    answer = (_request, response) => response.writeHead(404).end("nothing");
    expect(await read(excepted())).toEqual({ status: 404, body: "nothing" });
  });

  it.each([
    ["loopback", "127.0.0.1"],
    ["private", "10.0.0.1"],
    ["link-local", "169.254.169.254"],
    ["unique local", "fd00::1"],
    ["IPv4 in IPv6", "::ffff:127.0.0.1"],
    ["multicast", "224.0.0.1"],
  ])("does not connect to a name with a %s address", async (_kind, address) => {
    const reading = read({ lookup: resolvesTo(address) });
    await expectUnreachable(`${HOST}:${port}`, reading, `${HOST} is not a public address`);
    expect(connections).toBe(0);
  });

  it("does not connect when one address of several is private", async () => {
    const reading = read({ lookup: resolvesTo("8.8.8.8", "127.0.0.1") });
    await expectUnreachable(`${HOST}:${port}`, reading, "is not a public address");
  });

  it("checks the address it is connected to: a resolver that lies gains nothing", async () => {
    // It claims a public address in the list that is checked and hands out another to connect to.
    const lying: LookupFunction = (_hostname, _options, callback) => {
      const entry = { family: 4, reads: 0, address: "" };
      Object.defineProperty(entry, "address", {
        get: () => {
          entry.reads += 1;
          return entry.reads === 1 ? "8.8.8.8" : "127.0.0.1";
        },
      });
      callback(null, [entry]);
    };
    await expectUnreachable(`${HOST}:${port}`, read({ lookup: lying }), "is not a public address");
    expect(requests).toBe(0);
  });

  it.each(["https://127.0.0.1/", "https://[::1]/", "https://2130706433/", "https://0x7f.1/", "https://10.0.0.1:8443/"])(
    "does not read %s",
    async (url) => {
      await expectUnreachable(new URL(url).host, read({}, url), "is not a public address");
    },
  );

  it.each(["http://client.example/", "file:///etc/passwd", "ftp://client.example/", "data:,x", "no address", ""])(
    "reads https only: not '%s'",
    async (url) => {
      await expect(read({ allow: ["client.example"] }, url)).rejects.toThrow("Only https");
    },
  );

  it("refuses credentials in the address", async () => {
    await expect(read({}, `https://user:password@${HOST}/`)).rejects.toThrow("credentials");
  });

  it("an exception for one port is none for another", async () => {
    await expectUnreachable(`${HOST}:${port}`, read({ allow: [`${HOST}:1`] }), "is not a public address");
  });

  it.each([301, 302, 303, 307, 308])("does not follow a redirect (%i)", async (status) => {
    answer = (_request, response) => response.writeHead(status, { location: "https://127.0.0.1/" }).end();
    await expect(read(excepted())).rejects.toThrow("redirects");
    expect(requests).toBe(1);
  });

  it("stops at the limit of size, also without a Content-Length", async () => {
    answer = (_request, response) => {
      for (let n = 0; n < 10; n += 1) response.write("x".repeat(100));
      response.end();
    };
    await expect(read({ ...excepted(), maxBytes: 999 })).rejects.toThrow("more than 999 bytes");
    expect((await read({ ...excepted(), maxBytes: 1000 })).body).toHaveLength(1000);
  });

  it("stops at the limit of time: no answer, and one that never ends", async () => {
    for (const each of [
      () => undefined,
      (_request: IncomingMessage, response: ServerResponse) => response.write("x"),
    ]) {
      logged = [];
      answer = each;
      const reading = read({ ...excepted(), timeoutMs: 300 });
      await expectUnreachable(`${HOST}:${port}`, reading, "no answer within 300 ms");
    }
  });

  it("trusts no certificate that it does not know, nor one of another host", async () => {
    const unknown = createSelfSignedCertificate(HOST);
    await expectUnreachable(`${HOST}:${port}`, read({ ...excepted(), ca: unknown.cert }), /certificate|signature/);
    logged = [];
    const other = `https://other.example:${port}/`;
    const reading = read({ allow: ["other.example"] }, other);
    await expectUnreachable(`other.example:${port}`, reading, /altnames|does not match/);
    expect(requests).toBe(0);
  });

  it("says no more of a port that nobody listens on, and of a name that does not exist", async () => {
    await expectUnreachable(`${HOST}:1`, read({ allow: [HOST] }, `https://${HOST}:1/`), "ECONNREFUSED");
    logged = [];
    const lookup: LookupFunction = (name, _options, callback) => callback(new Error(`ENOTFOUND ${name}`), "", 0);
    await expectUnreachable(HOST, read({ lookup }, `https://${HOST}/`), "ENOTFOUND");
  });
});
