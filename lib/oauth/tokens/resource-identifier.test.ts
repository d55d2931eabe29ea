import { describe, expect, it } from "vitest";
import { findOwnResource } from "./own-resources";
import { normalizeResourceIdentifier } from "./resource-identifier";

describe("two resource identifiers are one when their normal form is (RFC 3986 §6.2)", () => {
  it.each([
    ["§6.2.2.1: scheme and host in any case", "HTTPS://API.Example/Path", "https://api.example/Path"],
    ["§6.2.2.1: an escape in small letters", "https://api.example/a%c3%b1", "https://api.example/a%C3%B1"],
    ["§6.2.2.2: an escape that is not needed", "https://api.example/%7Euser%2Fx", "https://api.example/~user%2Fx"],
    ["§6.2.2.3: dot segments", "https://api.example/a/./b/../c/..", "https://api.example/a/"],
    ["§6.2.2.3: dot segments that are escaped, and lead out", "https://api.example/%2e%2e/a", "https://api.example/a"],
    ["§6.2.3: an empty path", "https://api.example", "https://api.example/"],
    ["§6.2.3: an empty path before a query", "https://api.example?v=1", "https://api.example/?v=1"],
    ["§6.2.3: the default port, and none after the colon", "https://api.example:443", "https://api.example/"],
    ["§6.2.3: the default port of http", "http://api.example:80/a", "http://api.example/a"],
    ["an IPv6 address", "http://[::1]:4001", "http://[::1]:4001/"],
    ["a name without an address", "URN:example:Api", "urn:example:Api"],
    ["a scheme of its own", "api://Portal/x/../y", "api://portal/y"],
  ])("%s", (_clause, written, normal) => {
    expect(normalizeResourceIdentifier(written)).toBe(normal);
    expect(normalizeResourceIdentifier(normal)).toBe(normal);
  });

  it.each([
    ["https://api.example/a", "https://api.example/a/"],
    ["https://api.example", "http://api.example"],
    ["https://api.example", "https://api.example:8443"],
    ["https://api.example/a", "https://api.example/A"],
    ["https://api.example/a%2Fb", "https://api.example/a/b"],
    ["https://api.example/?", "https://api.example/"],
    ["https://user@api.example/", "https://api.example/"],
  ])("not so %s and %s", (one, other) => {
    expect(normalizeResourceIdentifier(one)).not.toBe(normalizeResourceIdentifier(other));
  });

  it.each([
    "",
    "api",
    "/api/v1",
    "//api.example",
    "https:",
    "https://",
    "https:api.example",
    "https://api.example/#part",
    "https://api.example/a b",
    "https://api.example\\a",
    "https://api.example/%zz",
    "https://bücher.example",
    "https://api.example/\u0000",
  ])("and %j is none (RFC 8707 §2)", (written) => expect(normalizeResourceIdentifier(written)).toBeNull());

  it("takes time in proportion to their length", () => {
    const started = process.cpuUsage().user;
    for (const unit of ["a/../", "%2e", "./", "a:", "[", "@"])
      normalizeResourceIdentifier(`https://a/${unit.repeat(10_000)}`);
    expect(process.cpuUsage().user - started).toBeLessThan(2_000_000);
  });
});

describe("the portal's own resources are known by every spelling (RFC 3986 §6.2)", () => {
  it.each([
    ["https://id.example", "https://ID.example:443/", "https://id.example"],
    ["https://id.example", "https://id.example/api/v1/", "https://id.example/api/v1"],
    ["https://id.example", "https://id.example/x/../api/v1", "https://id.example/api/v1"],
    ["https://example.org/id", "https://example.org/id/", "https://example.org/id"],
    ["https://id.example", "https://id.example/api", null],
    ["https://id.example", "https://id.example.evil.example", null],
  ])("of %s: %s", (issuer, written, own) => expect(findOwnResource(written, issuer)).toBe(own));
});
