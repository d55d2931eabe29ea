import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, LookupFunction } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSafeDownload, createSafeFetch, type SafeFetchOptions } from "./safe-fetch";
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

function read(options: Partial<SafeFetchOptions> = {}, url = `https://${HOST}:${port}/keys`) {
  const lookup = resolvesTo("127.0.0.1");
  return createSafeFetch({ allow: [], lookup, ca: cert, ...options })(url);
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
    await expect(createSafeDownload({ ...options, allow: [] })(url)).rejects.toThrow("not a public address");
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
    await expect(read({ lookup: resolvesTo(address) })).rejects.toThrow(`${HOST} is not a public address`);
    expect(connections).toBe(0);
  });

  it("does not connect when one address of several is private", async () => {
    await expect(read({ lookup: resolvesTo("8.8.8.8", "127.0.0.1") })).rejects.toThrow(`${HOST} is not a public`);
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
    await expect(read({ lookup: lying })).rejects.toThrow(`${HOST} is not a public address`);
    expect(requests).toBe(0);
  });

  it.each(["https://127.0.0.1/", "https://[::1]/", "https://2130706433/", "https://0x7f.1/", "https://10.0.0.1:8443/"])(
    "does not read %s",
    async (url) => {
      await expect(read({}, url)).rejects.toThrow("is not a public address");
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
    await expect(read({ allow: [`${HOST}:1`] })).rejects.toThrow("is not a public address");
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
    answer = () => undefined;
    await expect(read({ ...excepted(), timeoutMs: 300 })).rejects.toThrow("did not answer within 300 ms");
    answer = (_request, response) => response.write("x");
    await expect(read({ ...excepted(), timeoutMs: 300 })).rejects.toThrow("did not answer within 300 ms");
  });

  it("trusts no certificate that it does not know, nor one of another host", async () => {
    const unknown = createSelfSignedCertificate(HOST);
    await expect(read({ ...excepted(), ca: unknown.cert })).rejects.toThrow("could not be read");
    const other = `https://other.example:${port}/`;
    await expect(read({ allow: ["other.example"] }, other)).rejects.toThrow(/altnames|does not match/);
    expect(requests).toBe(0);
  });

  it("says what went wrong when nobody listens", async () => {
    await expect(read({ allow: [HOST] }, `https://${HOST}:1/`)).rejects.toThrow(`${HOST}:1 could not be read`);
  });
});
