import { describe, expect, it } from "vitest";
import {
  checkRedirectUri,
  firstDifference,
  REDIRECT_URI_MAX_COUNT,
  type RedirectUriContext,
  type RedirectUriMessage,
} from "./redirect-uri";

const web: RedirectUriContext = {
  kind: "web",
  status: "development",
  issuer: "https://id.example.org",
  registered: [],
};
const native: RedirectUriContext = { ...web, kind: "native" };
const verified: RedirectUriContext = { ...web, status: "verified" };
const local: RedirectUriContext = { ...web, issuer: "http://localhost:3000" };
const listed: RedirectUriContext = { ...web, registered: ["https://app.example.org/cb", "http://127.0.0.1:4000/cb"] };
const full: RedirectUriContext = {
  ...web,
  registered: Array.from({ length: REDIRECT_URI_MAX_COUNT }, (_, index) => `https://app.example.org/${index}`),
};
const long = `https://app.example.org/${"a".repeat(2000)}`;

type Verdict = "ok" | "info" | "warning" | "error";
type Case = [string, RedirectUriContext, Verdict, RedirectUriMessage | null, string | null];

const cases: Case[] = [
  // RFC 6749 §3.1.2: an absolute URI
  ["", web, "error", "empty", null],
  ["   ", web, "error", "empty", null],
  ["app.example.org/cb", web, "error", "not_absolute", "https://app.example.org/cb"],
  ["app.example.org", web, "error", "not_absolute", "https://app.example.org"],
  ["//app.example.org/cb", web, "error", "not_absolute", "https://app.example.org/cb"],
  ["app.example.org:8443/cb", web, "error", "not_absolute", "https://app.example.org:8443/cb"],
  ["localhost:3000/cb", web, "error", "not_absolute", "http://localhost:3000/cb"],
  ["127.0.0.1:4000/cb", web, "error", "not_absolute", "http://127.0.0.1:4000/cb"],
  ["[::1]:4000/cb", web, "error", "not_absolute", "http://[::1]:4000/cb"],
  ["https//app.example.org/cb", web, "error", "not_absolute", "https://app.example.org/cb"],
  ["/cb", web, "error", "not_absolute", null],
  ["callback", web, "error", "not_absolute", null],
  ["https:app.example.org/cb", web, "error", "malformed", "https://app.example.org/cb"],
  ["https:/app.example.org/cb", web, "error", "malformed", "https://app.example.org/cb"],
  ["https:///app.example.org/cb", web, "error", "malformed", "https://app.example.org/cb"],
  ["https://", web, "error", "malformed", null],
  ["https://app.example.org:99999/cb", web, "error", "malformed", null],
  // RFC 9700 §2.6, RFC 8252 §8.3: https, but for loopback
  ["https://app.example.org/cb", web, "ok", null, null],
  ["https://app.example.org", web, "ok", null, null],
  ["https://app.example.org/cb?tenant=a&b=%20c", web, "ok", null, null],
  ["https://app.example.org:8443/cb", web, "ok", null, null],
  ["https://app.example.org/cb~x_y-z.html;v=1", web, "ok", null, null],
  ["http://app.example.org/cb", web, "error", "http", "https://app.example.org/cb"],
  ["http://app.localhost/cb", web, "error", "http", "https://app.localhost/cb"],
  ["http://127.0.0.2/cb", web, "error", "http", "https://127.0.0.2/cb"],
  ["http://192.168.1.10:8080/cb", web, "error", "http", "https://192.168.1.10:8080/cb"],
  ["http://127.0.0.1/cb", web, "ok", null, null],
  ["http://127.0.0.1:4000/cb", native, "ok", null, null],
  ["http://[::1]:4000/cb", web, "ok", null, null],
  ["http://localhost:4000/cb", web, "warning", "localhost", "http://127.0.0.1:4000/cb"],
  ["http://localhost/cb", native, "warning", "localhost", "http://127.0.0.1/cb"],
  ["http://localhost:4000/cb", verified, "error", "localhost_verified", "http://127.0.0.1:4000/cb"],
  ["http://localhost:4000/cb", listed, "warning", "localhost", null],
  ["https://localhost:4000/cb", web, "warning", "single_label", null],
  // RFC 6749 §3.1.2: no fragment
  ["https://app.example.org/cb#done", web, "error", "fragment", "https://app.example.org/cb"],
  ["https://app.example.org/#/cb", web, "error", "fragment", "https://app.example.org/"],
  ["http://app.example.org/cb#done", web, "error", "fragment", "https://app.example.org/cb"],
  ["com.example.app:/cb#x", native, "error", "fragment", "com.example.app:/cb"],
  // RFC 9700 §4.1.3: no patterns
  ["https://*.example.org/cb", web, "error", "wildcard", null],
  ["https://app.example.org/*", web, "error", "wildcard", null],
  ["https://app.example.org/cb?next=*", web, "error", "wildcard", null],
  ["com.example.app:/*", native, "error", "wildcard", null],
  // hosts that are not what they seem
  ["https://user:pass@app.example.org/cb", web, "error", "credentials", "https://app.example.org/cb"],
  ["https://bank.example@evil.example.org/cb", web, "error", "credentials", "https://evil.example.org/cb"],
  ["com.example.app://user:pass@cb/x", native, "error", "credentials", "com.example.app://cb/x"],
  ["com.example.app:/user@cb", native, "info", "private_scheme", null],
  ["https://192.0.2.7/cb", web, "warning", "ip_address", null],
  ["https://[2001:db8::1]/cb", web, "warning", "ip_address", null],
  ["https://xn--bcher-kva.example/cb", web, "warning", "punycode", null],
  ["https://bücher.example/cb", web, "error", "non_ascii", "https://xn--bcher-kva.example/cb"],
  ["https://app.example.org/bücher", web, "error", "non_ascii", "https://app.example.org/b%C3%BCcher"],
  ["https://intranet/cb", web, "warning", "single_label", null],
  // RFC 6749 §4.1.2: the answer adds these
  ["https://app.example.org/cb?code=1", web, "warning", "answer_parameter", "https://app.example.org/cb"],
  [
    "https://app.example.org/cb?a=1&state&b=2",
    web,
    "warning",
    "answer_parameter",
    "https://app.example.org/cb?a=1&b=2",
  ],
  ["http://localhost:4000/cb?iss=x", web, "warning", "answer_parameter", "http://localhost:4000/cb"],
  ["com.example.app:/cb?error=x", native, "warning", "answer_parameter", "com.example.app:/cb"],
  ["https://app.example.org/cb?codes=1", web, "ok", null, null],
  // schemes
  ["javascript:alert(1)", web, "error", "forbidden_scheme", null],
  ["JavaScript:alert(1)", native, "error", "forbidden_scheme", null],
  ["data:text/html,hi", web, "error", "forbidden_scheme", null],
  ["file:///etc/passwd", native, "error", "forbidden_scheme", null],
  ["vbscript:x", web, "error", "forbidden_scheme", null],
  ["com.example.app:/cb", native, "info", "private_scheme", null],
  ["com.example.app://cb", native, "info", "private_scheme", null],
  ["com.example.app:/cb", web, "error", "scheme_needs_native", null],
  ["com.example.app:/cb", { ...web, kind: "spa" }, "error", "scheme_needs_native", null],
  ["cursor://anysphere.cursor-mcp/oauth/callback", native, "warning", "scheme_without_dot", null],
  ["vscode:/cb", { ...web, kind: "device" }, "warning", "scheme_without_dot", null],
  ["vscode:/cb", { ...native, isConfidential: true }, "error", "scheme_needs_public", null],
  ["vscode:/cb", web, "error", "scheme_needs_native", null],
  ["vscode:/cb#x", native, "error", "fragment", "vscode:/cb"],
  ["blob:https://app.example.org/1", native, "error", "forbidden_scheme", null],
  ["VBScript:x", native, "error", "forbidden_scheme", null],
  ["ssh://app.example.org/", native, "error", "forbidden_scheme", null],
  ["ms-msdt:/id", native, "error", "forbidden_scheme", null],
  ["search-ms:query", native, "error", "forbidden_scheme", null],
  ["web+app:/cb", native, "error", "forbidden_scheme", null],
  ["chrome-extension://abc/cb", native, "error", "forbidden_scheme", null],
  ["http://localhost/cb", { ...native, status: "verified" }, "warning", "localhost", "http://127.0.0.1/cb"],
  ["htps://app.example.org/cb", web, "error", "malformed", "https://app.example.org/cb"],
  ["htttps://app.example.org/cb", native, "error", "malformed", "https://app.example.org/cb"],
  // what a browser would silently repair
  [" https://app.example.org/cb", web, "error", "unclean", "https://app.example.org/cb"],
  ["https://app.example.org/cb\n", web, "error", "unclean", "https://app.example.org/cb"],
  ["https://app.example.org/c b", web, "error", "unclean", "https://app.example.org/cb"],
  ["https://app.example.org/cb\u202e", web, "error", "unclean", "https://app.example.org/cb"],
  ["https://app.example.org/a/../cb", web, "error", "unclean", "https://app.example.org/cb"],
  ["https://app.example.org/a/%2e%2e/cb", web, "error", "unclean", "https://app.example.org/cb"],
  ["https://app.example.org/a%2fcb", web, "error", "unclean", "https://app.example.org/a/cb"],
  ["https://app.example.org/a//cb", web, "error", "unclean", "https://app.example.org/a/cb"],
  ["https://app.example.org\\cb", web, "error", "unclean", "https://app.example.org/cb"],
  ["https://app.example.org/100%", web, "error", "unclean", "https://app.example.org/100%25"],
  ["https://app.example.org/{tenant}/cb", web, "error", "unclean", "https://app.example.org/%7Btenant%7D/cb"],
  ["HTTPS://App.Example.org/Cb", web, "error", "unclean", "https://app.example.org/Cb"],
  ["https://app.example.org:443/cb", web, "error", "unclean", "https://app.example.org/cb"],
  ["https://app.example.org./cb", web, "error", "unclean", "https://app.example.org/cb"],
  ["http://0x7f.1/cb", web, "error", "unclean", "http://127.0.0.1/cb"],
  // the list it joins
  ["https://app.example.org/cb", listed, "info", "duplicate", null],
  ["https://app.example.org/cb/", listed, "warning", "similar", null],
  ["https://app.example.org/CB", listed, "warning", "similar", null],
  ["https://app.example.org:8443/cb", listed, "warning", "similar", null],
  ["http://127.0.0.1:4001/cb", listed, "warning", "similar", null],
  ["http://app.example.org/cb", listed, "error", "http", null],
  ["https://app.example.org/other", listed, "ok", null, null],
  [long, web, "error", "too_long", null],
  ["https://app.example.org/new", full, "error", "too_many", null],
  ["https://app.example.org/3", full, "info", "duplicate", null],
  // the portal's own pages
  ["https://id.example.org/cb", web, "error", "own_origin", null],
  ["https://id.example.org", web, "error", "own_origin", null],
  ["http://id.example.org/cb", web, "error", "http", null],
  ["http://localhost:3000/cb", local, "error", "own_origin", null],
  ["http://127.0.0.1:3000/cb", local, "error", "own_origin", null],
  ["http://[::1]:3000/cb", local, "error", "own_origin", null],
  ["http://127.0.0.1:4000/cb", local, "ok", null, null],
];

describe("an address that people are sent back to", () => {
  it("is judged in at least sixty ways", () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });

  it.each(cases)("%s for %o", (uri, context, verdict, message, fix) => {
    const check = checkRedirectUri(uri, context);
    expect({ verdict: check.verdict, message: check.message, fix: check.fix }).toEqual({ verdict, message, fix });
  });

  it("offers no fix that would itself be refused or change nothing", () => {
    const contexts = [web, native, verified, local, listed, { ...web, kind: "spa" as const }];
    for (const [uri] of cases) {
      for (const context of contexts) {
        const { fix } = checkRedirectUri(uri, context);
        if (fix === null) continue;
        expect(fix, uri).not.toBe(uri);
        expect(checkRedirectUri(fix, context).verdict, `${uri} -> ${fix}`).not.toBe("error");
      }
    }
  });

  it("never lets an address through that a URL parser sees on another host or with credentials", () => {
    for (const [uri] of cases) {
      const check = checkRedirectUri(uri, web);
      if (check.verdict === "error") continue;
      const url = new URL(uri);
      expect(url.username + url.password + url.hash).toBe("");
      expect(uri.startsWith(url.origin), uri).toBe(true);
    }
  });

  it("says which registered address is nearly the same, and where they differ", () => {
    const check = checkRedirectUri("https://app.example.org/CB", listed);
    expect(check.similar).toEqual({ uri: "https://app.example.org/cb", differsAt: 24 });
    expect(firstDifference("abc", "abc")).toBe(-1);
    expect(firstDifference("ab", "abc")).toBe(2);
  });

  it("names the place for the badge (RFC 8252 §7.3: any port for a native app's loopback address)", () => {
    expect(checkRedirectUri("http://127.0.0.1/cb", native).place).toBe("loopback_any_port");
    expect(checkRedirectUri("http://127.0.0.1/cb", web).place).toBe("loopback");
    expect(checkRedirectUri("http://localhost:4000/cb", web).place).toBe("development");
    expect(checkRedirectUri("https://app.example.org/cb", web).place).toBe("web");
    expect(checkRedirectUri("com.example.app:/cb", native).place).toBe("app");
    expect(checkRedirectUri("https://app.example.org/#x", web).place).toBeNull();
  });
});
