import { afterAll, describe, expect, it, vi } from "vitest";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import { createCsrfToken, verifyCsrf } from "./csrf";
import { findOtherAddress, moveToOwnAddress, withoutMark } from "./own-address";
import { NEW_BROWSER_HEADER } from "./page-path";

afterAll(() => resetEnv());

function at(url: string, headers: Record<string, string>): Response | null {
  resetEnv({ PORTICO_ISSUER: new URL(url).origin });
  return moveToOwnAddress(new Request(url, { headers }));
}

function open(issuer: string, headers: Record<string, string>, method = "GET"): Response | null {
  resetEnv({ PORTICO_ISSUER: issuer });
  return moveToOwnAddress(new Request(`${issuer}/login?request=a&b=%2F%22`, { headers, method }));
}

const navigation = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

describe("a page that is opened at another of the portal's addresses", () => {
  it.each([
    ["http://localhost:3000", "127.0.0.1:3000"],
    ["http://localhost:3000", "[::1]:3000"],
    ["http://127.0.0.1:3000", "localhost:3000"],
    ["http://localhost:3000", "localhost:3001"],
    ["https://id.example.org", "login.example.org"],
    ["https://id.example.org", "id.example.org:8443"],
  ])("is sent on to %s from %s, with path and query", (issuer, host) => {
    const moved = open(issuer, { host, ...navigation });
    expect(moved?.status).toBe(307);
    expect(moved?.headers.get("location")).toBe(`${issuer}/login?request=a&b=%2F%22&portico_moved=1`);
    expect(moved?.headers.get("cache-control")).toBe("no-store");
  });

  it.each([
    ["http://localhost:3000", "localhost:3000"],
    ["http://localhost:3000", "LocalHost:3000"],
    ["https://id.example.org", "id.example.org"],
    ["https://id.example.org", "id.example.org:443"],
  ])("is answered at %s when %s is that address", (issuer, host) => {
    expect(open(issuer, { host, ...navigation })).toBeNull();
  });

  it("is answered behind a proxy that rewrites Host and tells the original", () => {
    const headers = { host: "127.0.0.1:3000", "x-forwarded-host": "id.example.org", ...navigation };
    expect(open("https://id.example.org", headers)).toBeNull();
  });

  it("is sent on once: behind a proxy that rewrites Host and tells nothing it is answered then, and the log says why", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const headers = { host: "127.0.0.1:3000", ...navigation };
    for (const path of ["/login?request=a", "/account"]) {
      const sentTo = at(`https://id.example.org${path}`, headers)?.headers.get("location") ?? "";
      expect(sentTo).toMatch(/^https:\/\/id\.example\.org\/.*[?&]portico_moved=1$/);
      // The browser sends no cookie with it, and none was needed.
      expect(at(sentTo, headers)).toBeNull();
      expect(withoutMark(new URL(sentTo).search)).toBe(new URL(path, sentTo).search);
    }
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]?.[0]).toContain("arrived at 127.0.0.1:3000 all the same");
    warn.mockRestore();
  });

  it.each([
    ["a program that reads behind https", "https://id.example.org", { accept: "text/html" }],
    ["a page's script", "http://localhost:3000", { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" }],
    ["the router of pages", "http://localhost:3000", { ...navigation, rsc: "1" }],
    ["a program that wants JSON", "http://localhost:3000", { accept: "application/json" }],
  ])("is answered to what is no navigation: %s", (_, issuer, headers) => {
    expect(open(issuer, { host: "other.example:3000", ...headers })).toBeNull();
  });

  it.each(["text/html,application/xhtml+xml", "*/*"])(
    "is sent on where the browser does not say what it wants: %s",
    (accept) => {
      expect(open("http://localhost:3000", { host: "127.0.0.1:3000", accept })?.status).toBe(307);
    },
  );

  it("is answered to a request without Host, as HTTP/1.0 allows, and to one with a broken one", () => {
    expect(open("http://localhost:3000", { ...navigation })).toBeNull();
    expect(open("http://localhost:3000", { ...navigation, host: "a b" })).toBeNull();
  });

  it("is not sent on when it is a form that was posted", () => {
    expect(open("http://localhost:3000", { host: "127.0.0.1:3000", ...navigation }, "POST")).toBeNull();
  });
});

describe("a form that is posted at another of the portal's addresses", () => {
  function post(headers: Record<string, string>) {
    resetEnv({ PORTICO_ISSUER: "http://localhost:3000" });
    resetMasterKey("a secret for tests, 32 characters and more");
    const token = "A".repeat(43);
    const cookie = `portico_browser_3000=${token}`;
    const request = new Request("http://localhost:3000/login/submit", {
      method: "POST",
      headers: { cookie, ...headers },
    });
    return verifyCsrf(request, new URLSearchParams({ csrf: createCsrfToken(token, null) }), null);
  }

  it("is told apart from one of another site", () => {
    expect(post({ host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" })).toBe("address");
    expect(post({ host: "localhost:3000", origin: "http://evil.example" })).toBe("foreign");
    expect(post({ host: "evil.example", origin: "http://127.0.0.1:3000" })).toBe("foreign");
    expect(post({ host: "localhost:3000", origin: "http://localhost:3000" })).toEqual({ browserToken: "A".repeat(43) });
  });

  it("of a browser that keeps no cookies is told so, though it was given one on the way", () => {
    expect(post({ host: "localhost:3000", [NEW_BROWSER_HEADER]: "1" })).toBe("cookies");
    expect(post({ host: "localhost:3000", cookie: "" })).toBe("cookies");
  });

  it("has no other address where the browser keeps its origin to itself", () => {
    expect(findOtherAddress(new Headers({ host: "127.0.0.1:3000", origin: "null" }))).toBeNull();
    expect(findOtherAddress(new Headers({ host: "127.0.0.1:3000" }))).toBeNull();
  });
});
