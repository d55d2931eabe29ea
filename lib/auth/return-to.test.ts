import { describe, expect, it } from "vitest";
import { parseReturnTo } from "./return-to";

describe("where a person goes after signing in", () => {
  it.each(["/", "/account/apps", "/console/clients/x?add=https%3A%2F%2Fapp.example%2Fcb#top", "/login?request=abc"])(
    "is a path of this portal: %s",
    (path) => expect(parseReturnTo(path)).toBe(path),
  );

  it.each([
    "https://example.org/",
    "//example.org/",
    "///example.org",
    "/\\example.org",
    "/\t/example.org",
    "/\n/example.org",
    "\\\\example.org",
    "javascript:alert(1)",
    "account",
    "",
    " /account",
    "/a\r\nset-cookie: x=y",
    `/${"a".repeat(3000)}`,
    "/%2e%2e//example.org",
    "/.//example.org",
    "/a/..//example.org",
  ])("is never another origin or a broken header: %j", (path) => expect(parseReturnTo(path)).toBeNull());

  it.each(["/oauth/authorize?client_id=x", "/OAuth/token", "/a/../oauth/authorize", "/api/v1/me", "/logout/submit"])(
    "is never an endpoint that does something: %s",
    (path) => expect(parseReturnTo(path)).toBeNull(),
  );

  it.each([undefined, null, 7, ["/account"]])("is nothing when it is no text: %j", (value) =>
    expect(parseReturnTo(value)).toBeNull(),
  );
});
