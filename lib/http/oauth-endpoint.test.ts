import { afterEach, describe, expect, it, vi } from "vitest";
import { DatabaseAwayError } from "../db/driver/outage";
import { OAuthError, tooManyRequests } from "../oauth/errors";
import { get, ISSUER, post, TestPortal } from "../oauth/testing/test-context";
import { requireNavigation } from "./navigation-guard";
import { createEndpoint, type EndpointOptions } from "./oauth-endpoint";

const OPTIONS: EndpointOptions = { name: "token", methods: ["POST"], isCrossOrigin: true, errors: "json" };

afterEach(() => {
  vi.restoreAllMocks();
});

function endpoint(result: unknown, options: Partial<EndpointOptions> = {}) {
  const portal = new TestPortal();
  const handle = async () => {
    if (result instanceof Response) return result;
    throw result;
  };
  return { portal, call: createEndpoint(handle, { ...OPTIONS, ...options }, portal.context) };
}

describe("while the database is away", () => {
  it("answers 503 with Retry-After, and neither logs nor files it (RFC 9110 §15.6.4)", async () => {
    const log = vi.spyOn(console, "error");
    const { portal, call } = endpoint(new DatabaseAwayError());
    const answer = await call(post("/oauth/token", {}));
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(await answer.json()).toMatchObject({ error: "temporarily_unavailable" });
    expect(portal.events).toEqual([]);
    expect(log).not.toHaveBeenCalled();
  });

  it("shows people a page that blames no app", async () => {
    const { call } = endpoint(new DatabaseAwayError(), { errors: "page", methods: ["GET", "POST"] });
    const asked = await call(get("/oauth/authorize", { client_id: "pt_cl_web" }));
    expect([asked.status, asked.headers.get("retry-after")]).toEqual([503, "2"]);
    const page = await asked.text();
    expect(page).toContain("nothing is lost");
    expect(page).toContain('href="/oauth/authorize?client_id=pt_cl_web"');
    const posted = await (await call(post("/oauth/authorize", {}))).text();
    expect(posted).toContain("Reload this page");
  });

  it("says the same when the database goes away while a refusal is counted", async () => {
    const refused = async () => {
      throw new DatabaseAwayError();
    };
    const { call } = endpoint(new OAuthError("invalid_client", "words", { cause: "secret_wrong" }), {
      guard: { refused },
    });
    expect((await call(post("/oauth/token", {}))).status).toBe(503);
  });
});

describe("an endpoint of the protocol", () => {
  it("is never stored by caches unless it says so (RFC 6749 §5.1)", async () => {
    const plain = await endpoint(Response.json({})).call(post("/oauth/token", {}));
    expect([plain.headers.get("cache-control"), plain.headers.get("pragma")]).toEqual(["no-store", "no-cache"]);
    const cached = Response.json({}, { headers: { "cache-control": "public" } });
    const answer = await endpoint(cached).call(post("/oauth/token", {}));
    expect([answer.headers.get("cache-control"), answer.headers.get("pragma")]).toEqual(["public", null]);
  });

  it.each([
    [new OAuthError("invalid_grant", "words", { cause: "code_unknown" }), 400, null],
    [
      new OAuthError("invalid_client", "words", { cause: "secret_wrong" }),
      401,
      `Basic realm="${ISSUER}", charset="UTF-8"`,
    ],
    [
      new OAuthError("invalid_token", "words", { cause: "access_token_unusable" }),
      401,
      `Bearer realm="${ISSUER}", error="invalid_token", error_description="words"`,
    ],
    [
      new OAuthError("invalid_token", "words", { cause: "access_token_missing", isChallenge: true }),
      401,
      `Bearer realm="${ISSUER}"`,
    ],
    [
      new OAuthError("insufficient_scope", "words", { cause: "access_token_scope" }),
      403,
      `Bearer realm="${ISSUER}", error="insufficient_scope", error_description="words", scope="openid"`,
    ],
    [new OAuthError("invalid_request", "words", { cause: "body_too_large", status: 413 }), 413, null],
  ])("answers %s", async (error, status, challenge) => {
    const response = await endpoint(error).call(post("/oauth/token", {}));
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([status, challenge]);
    expect(await response.json()).toEqual({
      error: error.code,
      error_description: "words",
      error_uri: `${ISSUER}/docs/errors#${error.code}`,
    });
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("files a refusal with its cause, which the answer does not tell", async () => {
    const detail = { clientId: "c", cause: "secret_wrong", values: { receivedRedirectUri: "https://x" } } as const;
    const { portal, call } = endpoint(new OAuthError("invalid_client", "words", detail));
    expect(await (await call(post("/oauth/token", {}))).text()).not.toContain("secret_wrong");
    expect(portal.events).toEqual([
      {
        type: "token.refused",
        outcome: "refused",
        clientId: "c",
        data: {
          error: "invalid_client",
          description: "words",
          cause: "secret_wrong",
          receivedRedirectUri: "https://x",
        },
      },
    ]);
  });

  it("turns an unknown error into a 500 that says only a request id, and logs it without query and body", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const { portal, call } = endpoint(new Error("the database is away"));
    const response = await call(post("/oauth/token?code=a-secret", { client_secret: "another-secret" }));
    const body = (await response.json()) as { error: string; error_description: string };
    expect([response.status, body.error]).toEqual([500, "server_error"]);
    const [, id = ""] = /Request id: ([0-9a-f-]{36})$/.exec(body.error_description) ?? [];
    expect(body.error_description).not.toContain("database");
    expect(String(log.mock.calls[0]?.[0])).toContain(id);
    expect(log.mock.calls.flat().map(String).join(" ")).not.toMatch(/a-secret|another-secret/);
    expect(portal.events).toMatchObject([{ type: "token.refused", outcome: "failed" }]);
  });

  it("shows its errors as a page where people look", async () => {
    const { portal, call } = endpoint(new OAuthError("invalid_request", "words", { cause: "parameter_missing" }), {
      errors: "page",
      methods: ["GET"],
    });
    expect((await call(get("/oauth/authorize"))).status).toBe(400);
    expect(portal.errorPages).toMatchObject([{ error: "invalid_request", description: "words", client: null }]);
  });

  it("tells people who have to wait for how long, and does not file that (RFC 6585 §4)", async () => {
    const { portal, call } = endpoint(tooManyRequests(7), { name: "end-session", errors: "page", methods: ["GET"] });
    const answer = await call(get("/oauth/end-session"));
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
    expect([portal.events, portal.errorPages]).toEqual([[], []]);
  });

  it.each(["GET", "PUT", "DELETE"])("refuses %s where only POST is meant", async (method) => {
    const response = await endpoint(Response.json({})).call(new Request(`${ISSUER}/oauth/token`, { method }));
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
    expect(await response.json()).toMatchObject({ error: "invalid_request" });
  });

  it("lets scripts of other origins call it, without cookies", async () => {
    const { call } = endpoint(Response.json({}));
    const preflight = await call(new Request(`${ISSUER}/oauth/token`, { method: "OPTIONS" }));
    expect([preflight.status, preflight.headers.get("access-control-allow-headers")]).toEqual([
      204,
      "Authorization, Content-Type",
    ]);
    const answer = await call(post("/oauth/token", {}, { origin: "https://spa.example" }));
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.has("access-control-allow-credentials")).toBe(false);
  });

  it.each([
    ["authorization, mcp-protocol-version", "authorization, mcp-protocol-version"],
    ["x-requested-with", "x-requested-with"],
    ["", "Authorization, Content-Type"],
    ["a, b: c", "Authorization, Content-Type"],
    ["<script>", "Authorization, Content-Type"],
    ["x".repeat(1_001), "Authorization, Content-Type"],
  ])("a preflight that asks for %s is allowed %s (Fetch Standard §3.2.3)", async (asked, allowed) => {
    const { call } = endpoint(Response.json({}));
    const headers = { origin: "https://spa.example", "access-control-request-headers": asked };
    const preflight = await call(new Request(`${ISSUER}/oauth/token`, { method: "OPTIONS", headers }));
    expect(preflight.headers.get("access-control-allow-headers")).toBe(allowed);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect(preflight.headers.get("vary")).toBe("Access-Control-Request-Headers");
  });

  it("says nothing of other origins where they have no business", async () => {
    const { call } = endpoint(Response.json({}), { isCrossOrigin: false });
    const preflight = await call(new Request(`${ISSUER}/oauth/introspect`, { method: "OPTIONS" }));
    expect([...preflight.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

describe("the navigation guard", () => {
  it.each<[Record<string, string>, boolean]>([
    [{}, true],
    [{ "sec-fetch-dest": "document" }, true],
    [{ "sec-fetch-dest": "iframe" }, true],
    [{ "sec-fetch-dest": "empty" }, false],
    [{ "sec-fetch-dest": "image" }, false],
    [{ "sec-fetch-dest": "document", "sec-purpose": "prefetch" }, false],
    [{ "sec-fetch-dest": "document", "sec-purpose": "prefetch;prerender" }, false],
    [{ purpose: "prefetch" }, false],
    [{ "x-purpose": "preview" }, false],
    [{ "x-moz": "prefetch" }, false],
    [{ "x-moz": "microsummary" }, true],
  ])("with %j lets pass: %s", (headers, passes) => {
    const check = () => requireNavigation(get("/oauth/authorize", {}, headers));
    if (passes) expect(check).not.toThrow();
    else expect(check).toThrow("invalid_request");
  });
});
