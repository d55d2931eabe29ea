import { describe, expect, it } from "vitest";
import { getLoginPath, parseReturnTo } from "./return-to";

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

describe("the sign-in page that leads back", () => {
  it("knows path and query, and whether the sign-in has to be a new one", () => {
    expect(getLoginPath("/console?page=2")).toBe("/login?return_to=%2Fconsole%3Fpage%3D2");
    expect(getLoginPath("/account", { isFresh: true })).toBe("/login?fresh=1&return_to=%2Faccount");
  });

  it("leaves out a query that is too long to be taken", () => {
    const path = getLoginPath(`/console?${"a=1&".repeat(3_000)}`);
    expect(path).toBe("/login?return_to=%2Fconsole");
    expect(getLoginPath(`/${"a".repeat(9_000)}`).length).toBeLessThan(2_100);
  });
});
