import { describe, expect, it } from "vitest";
import { decodeEmail, decodeHost, isDeceptiveHost } from "./readable-host";

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

describe("a host that passes for another one (UTS #39 §4, §5.1)", () => {
  const encode = (host: string) => new URL(`https://${host}`).hostname;

  it.each([
    ["аррӏе.com", "all Cyrillic, drawn like Latin"],
    ["аcme.example", "a Cyrillic letter among Latin ones"],
    ["login.gооgle.example", "in a part in the middle"],
    ["paypaⅼ-ѕecure.example", "Latin and Cyrillic"],
    ["аcme.bücher.example", "beside an honest part"],
    ["οοο.example", "Greek omicrons"],
  ])("%s: %s", (host) => {
    expect(isDeceptiveHost(encode(host))).toBe(true);
  });

  it.each([
    "bücher.example",
    "пример.example",
    "παράδειγμα.example",
    "例え.example",
    "카카오.example",
    "plain.example",
    "127.0.0.1",
  ])("%s does not", (host) => {
    expect(isDeceptiveHost(encode(host))).toBe(false);
  });
});
