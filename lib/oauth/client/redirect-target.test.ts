import { describe, expect, it } from "vitest";
import { appendToUri, findRegisteredRedirectUri } from "./redirect-target";

const web = { kind: "web" as const, redirectUris: ["https://client.example/cb?tenant=1", "http://127.0.0.1/cb"] };

describe("redirect_uri is matched character by character (RFC 9700 §4.1.3)", () => {
  it.each([
    ["https://client.example/cb?tenant=1", true],
    ["https://client.example/cb", false],
    ["https://client.example/cb?tenant=1&x=1", false],
    ["https://client.example/cb?tenant=1#", false],
    ["https://client.example/cb?tenant=1 ", false],
    ["https://client.example/cb?tenant=%31", false],
    ["https://client.example/./cb?tenant=1", false],
    ["https://client.example/x/../cb?tenant=1", false],
    ["https://client.example//cb?tenant=1", false],
    ["https://client.example:443/cb?tenant=1", false],
    ["https://CLIENT.example/cb?tenant=1", false],
    ["HTTPS://client.example/cb?tenant=1", false],
    ["http://client.example/cb?tenant=1", false],
    ["https://client.example@evil.example/cb?tenant=1", false],
    ["https://client.example.evil.example/cb?tenant=1", false],
    ["https://evil.example/https://client.example/cb?tenant=1", false],
    ["https://client.example\\@evil.example/cb?tenant=1", false],
    ["//client.example/cb?tenant=1", false],
    ["javascript:alert(1)", false],
    ["http://127.0.0.1:5000/cb", false],
  ])("web client, %s: %s", (uri, isRegistered) => {
    expect(findRegisteredRedirectUri(web, uri)).toBe(isRegistered ? uri : null);
  });
});

describe("loopback addresses of native clients may differ in their port (RFC 8252 §7.3)", () => {
  const native = {
    kind: "native" as const,
    redirectUris: ["http://127.0.0.1/cb", "http://[::1]:1234/cb?x=1", "com.example.app:/cb", "http://localhost/cb"],
  };
  it.each([
    ["http://127.0.0.1:53682/cb", "http://127.0.0.1/cb"],
    ["http://127.0.0.1/cb", "http://127.0.0.1/cb"],
    ["http://[::1]:9/cb?x=1", "http://[::1]:1234/cb?x=1"],
    ["com.example.app:/cb", "com.example.app:/cb"],
    ["http://127.0.0.1:53682/other", null],
    ["http://127.0.0.1:53682/cb?x=1", null],
    ["http://127.0.0.1:53682/cb#x", null],
    ["http://127.0.0.1:99999/cb", null],
    ["http://127.0.0.1:5368x/cb", null],
    ["http://127.0.0.1:/cb", null],
    ["http://127.0.0.1:80@evil.example/cb", null],
    ["http://127.0.0.1.evil.example/cb", null],
    ["http://127.0.0.2:53682/cb", null],
    ["http://127.1:53682/cb", null],
    ["https://127.0.0.1:53682/cb", null],
    ["http://localhost:53682/cb", "http://localhost/cb"],
    ["http://localhost.evil.example:53682/cb", null],
    ["http://LOCALHOST:53682/cb", null],
    ["http://localhost:53682/other", null],
    ["http://[::1]:9/cb", null],
    ["com.example.app:/cb2", null],
  ])("%s is %s", (uri, registered) => {
    expect(findRegisteredRedirectUri(native, uri)).toBe(registered);
  });

  it("takes neither name of the machine for the other", () => {
    const numbered = { kind: "native" as const, redirectUris: ["http://127.0.0.1/cb"] };
    expect(findRegisteredRedirectUri(numbered, "http://localhost:53682/cb")).toBeNull();
    const named = { kind: "native" as const, redirectUris: ["http://localhost/cb"] };
    expect(findRegisteredRedirectUri(named, "http://127.0.0.1:53682/cb")).toBeNull();
  });

  it("counts for a command-line tool, and for no browser app or web app under development", () => {
    const redirectUris = ["http://localhost:3000/cb"];
    const asked = "http://localhost:4000/cb";
    expect(findRegisteredRedirectUri({ kind: "device", redirectUris }, asked)).toBe(redirectUris[0]);
    for (const kind of ["web", "spa", "service"] as const) {
      expect(findRegisteredRedirectUri({ kind, redirectUris }, asked)).toBeNull();
    }
  });
});

describe("appending to a redirect URI (RFC 6749 §3.1.2)", () => {
  it.each([
    ["https://client.example/cb", "https://client.example/cb?code=a+b&state=%26"],
    ["https://client.example/cb?x=%20", "https://client.example/cb?x=%20&code=a+b&state=%26"],
    ["https://client.example/cb?", "https://client.example/cb?code=a+b&state=%26"],
    ["com.example.app:/cb", "com.example.app:/cb?code=a+b&state=%26"],
  ])("%s", (uri, expected) => {
    const fields: [string, string][] = [
      ["code", "a b"],
      ["state", "&"],
    ];
    expect(appendToUri(uri, fields)).toBe(expected);
  });
});
