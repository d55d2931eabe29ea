import { beforeAll, describe, expect, it } from "vitest";
import { resetEnv } from "@/lib/env";
import { bringsOwnPolicy, getContentSecurityPolicy, getSecurityHeaders } from "./security-headers";

beforeAll(() => resetEnv({ PORTICO_ISSUER: "https://id.example.org" }));

const signInPages = [
  "/login",
  "/login/submit",
  "/sign-up",
  "/sign-up/verify",
  "/consent",
  "/continue/submit",
  "/logout",
  "/setup",
];
const otherPages = ["/", "/account", "/console/clients", "/outbox", "/login-help", "/theme/submit"];

describe("the content security policy", () => {
  it("is left to the handlers of forms and of the way back from an upstream, and to nothing else", () => {
    const own = ["/login/submit", "/continue/submit", "/login/upstream/acme/callback"];
    const given = [
      "/console/clients/callback",
      "/callback",
      "/login/callback",
      "/login/upstream/callback",
      "/login/upstream/acme/other/callback",
      "/account/login/upstream/acme/callback",
      "/login/upstream/acme/callback/more",
      "/submit-an-app",
    ];
    expect([...own, ...given].filter(bringsOwnPolicy)).toEqual(own);
  });

  it.each(signInPages)("of %s has no form-action, since the redirects after its form end at the client", (page) =>
    expect(getContentSecurityPolicy(page, "n")).not.toContain("form-action"),
  );

  it.each(otherPages)("of %s keeps forms on this origin", (page) =>
    expect(getContentSecurityPolicy(page, "n")).toContain("form-action 'self'"),
  );

  it.each([...signInPages, ...otherPages])("of %s runs scripts by nonce only, and cannot be framed", (page) => {
    const policy = getContentSecurityPolicy(page, "abc");
    expect(policy).toContain("script-src 'nonce-abc' 'strict-dynamic';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toMatch(/unsafe-|https?:|\*/);
  });
});

describe("the other headers of a page", () => {
  it("keep sign-in pages out of caches and their addresses to themselves", () => {
    const headers = new Map(getSecurityHeaders("/consent"));
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  });

  it("ask for https ever after, only where the portal has it", () => {
    expect(new Map(getSecurityHeaders("/")).has("strict-transport-security")).toBe(true);
    resetEnv({ PORTICO_ISSUER: "http://localhost:3000" });
    expect(new Map(getSecurityHeaders("/")).has("strict-transport-security")).toBe(false);
  });
});
