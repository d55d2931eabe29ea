import { describe, expect, it } from "vitest";
import { decodeEmail, decodeHost } from "./readable-host";

describe("a host as people read it (RFC 3492)", () => {
  it.each([
    ["xn--bcher-kva.example", "bücher.example"],
    ["xn--ihqwcrb4cv8a8dqg056pqjye.example", "他们为什么不说中文.example"],
    ["xn--80ak6aa92e.com", "аррӏе.com"],
    ["xn--a-.example", "a.example"],
    ["a_b.xn--bcher-kva.example", "a_b.bücher.example"],
    // what cannot be decoded, or is not encoded
    ["xn--99999999999.example", "xn--99999999999.example"],
    ["plain.example", "plain.example"],
    ["127.0.0.1", "127.0.0.1"],
    ["[2001:db8::7]", "[2001:db8::7]"],
  ])("%s: %s", (host, readable) => {
    expect(decodeHost(host)).toBe(readable);
  });

  it("an e-mail address keeps what stands before its host", () => {
    expect(decodeEmail("xn--user@xn--bcher-kva.example")).toBe("xn--user@bücher.example");
    expect(decodeEmail("user@example.org")).toBe("user@example.org");
  });
});
