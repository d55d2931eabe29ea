import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { resetEnv } from "@/lib/env";
import { PEER_HEADER, type Peer, writePeer } from "@/lib/http/sender";
import { resetMasterKey } from "@/lib/keys/secret";
import { isOutboxOpenTo } from "./mail";

function from(address: string, host = "localhost:3000", peer: Partial<Peer> = {}): Headers {
  const sealed = writePeer({ address, isTrusted: false, proxyHeaders: [], ...peer });
  return new Headers({ "x-forwarded-for": address, host, [PEER_HEADER]: sealed });
}

beforeAll(() => resetMasterKey("a secret for tests, of 32 characters or more"));
afterAll(() => resetMasterKey());

describe("the outbox, whose mails hold codes", () => {
  beforeEach(() => resetEnv({ SMTP_URL: "", PORTICO_ISSUER: "" }));
  afterEach(() => resetEnv());

  it.each(["127.0.0.1", "::1"])("is open to this machine (%s)", (address) => {
    expect(isOutboxOpenTo(from(address))).toBe(true);
  });

  it.each(["192.168.1.7", "203.0.113.9", "10.0.0.1", ""])("is closed to others (%s)", (address) => {
    expect(isOutboxOpenTo(from(address))).toBe(false);
  });

  it("is closed to whom a proxy on this machine asks for, trusted or not, whatever it says", () => {
    expect(isOutboxOpenTo(from("127.0.0.1", "localhost:3000", { proxyHeaders: ["x-forwarded-for"] }))).toBe(false);
    expect(isOutboxOpenTo(from("127.0.0.1", "localhost:3000", { proxyHeaders: ["via"] }))).toBe(false);
    expect(isOutboxOpenTo(from("127.0.0.1", "localhost:3000", { isTrusted: true }))).toBe(false);
  });

  it("is closed where the portal's own server does not say who connected", () => {
    expect(isOutboxOpenTo(new Headers({ "x-forwarded-for": "127.0.0.1", host: "localhost:3000" }))).toBe(false);
  });

  it.each(["evil.example:3000", "evil.example", "localhost.evil.example", ""])(
    "is closed to a site that made its name lead to this machine (Host: %s)",
    (host) => {
      expect(isOutboxOpenTo(from("127.0.0.1", host))).toBe(false);
    },
  );

  it.each(["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "portal.localhost"])("is open as %s", (host) => {
    expect(isOutboxOpenTo(from("127.0.0.1", host))).toBe(true);
  });

  it("is closed where the portal serves other machines", () => {
    resetEnv({ PORTICO_ISSUER: "https://id.example.org" });
    expect(isOutboxOpenTo(from("127.0.0.1"))).toBe(false);
  });

  it("is closed where mails are sent", () => {
    resetEnv({ SMTP_URL: "smtp://localhost" });
    expect(isOutboxOpenTo(from("127.0.0.1"))).toBe(false);
  });
});
