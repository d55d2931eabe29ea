import { describe, expect, it } from "vitest";
import { hasOneHost, hasTooManyParameters, isAllowedMethod, readTarget } from "./request-target.mjs";

describe("what a request asks for (RFC 9112 §3.2, RFC 3986 §2.1)", () => {
  it.each([
    ["/", "/"],
    ["/console/clients/pt_cl_a%2Fb", "/console/clients/pt_cl_a%2Fb"],
    ["/account?next=%zz", "/account?next=%zz"],
    ["/%c3%a9", "/%c3%a9"],
    ["*", "*"],
    ["http://id.example.org/login?a=b", "/login?a=b"],
    ["HTTPS://id.example.org:8443", "/"],
    ["http://[::1]:3000/oauth/token", "/oauth/token"],
    ["http://id.example.org?a=b", "/?a=b"],
    ["/oauth/../login?a=..", "/login?a=.."],
    ["/oauth/token/%2e%2E/%2e./%2e/", "/"],
    ["/a/..", "/"],
    ["/a\\..\\login", "/login"],
    ["/../%zz", null],
    ["/.well-known/a..b/...", "/.well-known/a..b/..."],
    ["/console/clients/%zz", null],
    ["/%", null],
    ["/a%ff?b", null],
    ["http://id.example.org/%zz", null],
    ["http://", null],
    ["http:", null],
    ["https://%zz/", null],
    ["http://user@id.example.org/", null],
    ["ftp://id.example.org/", null],
    ["login", null],
    ["?", null],
    ["", null],
  ])("%s is %s", (target, path) => {
    expect(readTarget(target)).toBe(path);
  });

  it("counts hosts, however they are written", () => {
    expect(hasOneHost(["Host", "a", "Accept", "*/*"])).toBe(true);
    expect(hasOneHost(["Host", "a", "HOST", "a"])).toBe(false);
  });

  it("reads 200 parameters of an address and no more", () => {
    const addressWith = (parameters: number) => `/login?${Array(parameters).fill("a=1").join("&")}`;
    expect([0, 1, 200].map(addressWith).some(hasTooManyParameters)).toBe(false);
    expect([201, 3_000].map(addressWith).every(hasTooManyParameters)).toBe(true);
  });

  it("knows the methods that something here answers", () => {
    expect(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].every(isAllowedMethod)).toBe(true);
    expect(["TRACE", "CONNECT", "PROPFIND", "get", "", undefined].some(isAllowedMethod)).toBe(false);
  });
});
