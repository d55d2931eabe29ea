import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resetMasterKey } from "../keys/secret";
import { AddressList, findSender, PEER_HEADER, readPeer, toAddress, writePeer } from "./sender";

beforeAll(() => resetMasterKey("a secret for tests, of 32 characters or more"));
afterAll(() => resetMasterKey());

const proxies = new AddressList(["192.0.2.10", "10.0.0.0/8", "2001:db8:1::/48"]);
const nobody = new AddressList([]);

describe("whose address counts", () => {
  it.each([
    ["a stranger's, whatever it claims", "203.0.113.9", "127.0.0.1", "203.0.113.9"],
    ["what a trusted proxy saw", "192.0.2.10", "203.0.113.9", "203.0.113.9"],
    [
      "what the nearest stranger connected from, not what it claimed",
      "192.0.2.10",
      "127.0.0.1, 203.0.113.9",
      "203.0.113.9",
    ],
    ["what the first of several trusted proxies saw", "192.0.2.10", "1.2.3.4, 203.0.113.9, 10.1.2.3", "203.0.113.9"],
    ["that of a proxy itself, which says of nobody", "10.1.2.3", undefined, "10.1.2.3"],
    ["that of the farthest, when all are trusted", "192.0.2.10", "10.0.0.1, 10.0.0.2", "10.0.0.1"],
    ["an IPv6 address in a trusted network's claim", "2001:db8:1:2::3", "2001:db8:9::1", "2001:db8:9::1"],
    ["an IPv4 address in IPv6 clothing", "::ffff:192.0.2.10", "::ffff:203.0.113.9", "203.0.113.9"],
    ["one with a port, as some gateways write it", "192.0.2.10", "203.0.113.9:51000", "203.0.113.9"],
    ["an IPv6 one with a port", "192.0.2.10", "[2001:db8:9::1]:443", "2001:db8:9::1"],
    ["one with a zone, without it", "192.0.2.10", "fe80::1%eth0", "fe80::1"],
    ["that of the trusted proxy, when it names none", "192.0.2.10", "unknown", "192.0.2.10"],
    ["that of the trusted proxy, when it names a socket", "192.0.2.10", "1.2.3.4, unix:", "192.0.2.10"],
    ["that of the trusted proxy, when it names nothing", "192.0.2.10", "1.2.3.4, ", "192.0.2.10"],
    ["that of the farthest proxy that is known", "192.0.2.10", "1.2.3.4, _hidden, 10.1.2.3", "10.1.2.3"],
    ["none, when nobody is connected any more", "", "1.2.3.4", ""],
  ])("%s", (_, peer, forwardedFor, expected) => {
    expect(findSender(peer, forwardedFor, proxies)).toBe(expected);
  });

  it("is the peer's when nobody is trusted", () => {
    expect(findSender("127.0.0.1", "203.0.113.9", nobody)).toBe("127.0.0.1");
  });

  it("has one spelling, and what is no address has none", () => {
    expect(toAddress(" ::FFFF:192.0.2.1 ")).toBe("192.0.2.1");
    expect(toAddress("example.org")).toBeNull();
    expect(toAddress("")).toBeNull();
  });
});

describe("the header that tells pages who connected", () => {
  const peer = { address: "127.0.0.1", isTrusted: true, proxyHeaders: ["via", "x-forwarded-for"] };

  it("comes back as it was written", () => {
    expect(readPeer(new Headers({ [PEER_HEADER]: writePeer(peer) }))).toEqual(peer);
    const direct = { address: "::1", isTrusted: false, proxyHeaders: [] };
    expect(readPeer(new Headers({ [PEER_HEADER]: writePeer(direct) }))).toEqual(direct);
  });

  it("is believed from nobody else", () => {
    const sealed = writePeer(peer);
    for (const forged of [
      "",
      "x 127.0.0.1 trusted ",
      sealed.replace("127.0.0.1", "127.0.0.2"),
      sealed.replace("via,", ""),
    ]) {
      expect(readPeer(new Headers({ [PEER_HEADER]: forged })), forged).toBeNull();
    }
    expect(readPeer(new Headers())).toBeNull();
  });
});
