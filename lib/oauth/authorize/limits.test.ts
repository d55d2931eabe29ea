import { describe, expect, it } from "vitest";
import { authentication, CHALLENGE, CONFIDENTIAL, get, ISSUER, post, TestPortal } from "../testing/test-context";
import { continueAuthorization } from "./answer-request";
import { handleAuthorizeRequest } from "./handle-request";
import { REQUEST_TTL, SIGNED_IN_REQUEST_TTL } from "./pending-request";

const ADDRESS = "https://client.example/request.jwt";
const CLIENT = { ...CONFIDENTIAL, requestUris: [ADDRESS] };
const TRUSTED = { ...CONFIDENTIAL, clientId: "pt_cl_trusted", isTrusted: true };
const REQUEST = {
  client_id: CLIENT.clientId,
  redirect_uri: "https://client.example/callback",
  response_type: "code",
  scope: "openid",
  code_challenge: CHALLENGE,
  code_challenge_method: "S256",
};
const makePortal = () => new TestPortal({ clients: [CLIENT, TRUSTED] });
const authorize = (portal: TestPortal, changes: Record<string, string> = {}) =>
  handleAuthorizeRequest(get("/oauth/authorize", { ...REQUEST, ...changes }), portal.context);

/** Seconds that the one pending request waits from now on. */
function lifeOf(portal: TestPortal): number {
  const [request] = portal.store.tables.requests.values();
  return ((request?.expiresAt.getTime() ?? 0) - portal.now.getTime()) / 1000;
}

describe("what anybody may bring about at the authorization endpoint who knows a client's id", () => {
  it("counts requests that wait for a person, and nothing where a live session and a remembered yes answer", async () => {
    const portal = makePortal();
    await authorize(portal);
    expect(portal.counted).toEqual(["waiting_request"]);
    const response = await authorize(portal, { client_id: TRUSTED.clientId });
    expect(response.headers.get("location")).toContain("code=");
    expect(portal.counted).toEqual(["waiting_request"]);
  });

  it("answers 429 with Retry-After on a page, keeps nothing and files nothing, also with prompt of any kind", async () => {
    const portal = makePortal();
    portal.limits.set("waiting_request", 120);
    const response = await authorize(portal);
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "120"]);
    expect(response.headers.get("location")).toBeNull();
    expect([portal.store.tables.requests.size, portal.events]).toEqual([0, []]);
  });

  it("still answers prompt=none, which keeps nothing", async () => {
    const portal = makePortal();
    portal.limits.set("waiting_request", 120);
    portal.signedIn = null;
    const response = await authorize(portal, { prompt: "none" });
    expect(response.headers.get("location")).toContain("error=login_required");
  });

  it("counts what is too long for an address before it is looked at, also when it is refused then", async () => {
    const portal = makePortal();
    const state = "s".repeat(20_000);
    const send = (changes: Record<string, string>) =>
      handleAuthorizeRequest(post("/oauth/authorize", { ...REQUEST, ...changes }), portal.context);
    expect((await send({ state: "short" })).status).toBe(303);
    expect(portal.counted).toEqual([]);
    expect((await send({ state, redirect_uri: "https://evil.example" })).status).toBe(400);
    expect((await send({ state })).status).toBe(303);
    expect(portal.counted).toEqual(["posted_request", "posted_request"]);
    expect(portal.store.tables.postedRequests.size).toBe(1);
    portal.limits.set("posted_request", 60);
    expect((await send({ state })).status).toBe(429);
    expect((await send({ state, client_id: "unknown" })).status).toBe(429);
  });

  it("reads no request_uri for a sender who has to wait, and says so to the person, not to the client", async () => {
    const portal = makePortal();
    portal.limits.set("request_uri", 60);
    const response = await authorize(portal, { request_uri: ADDRESS });
    expect([response.status, response.headers.get("location")]).toEqual([429, null]);
    expect([portal.counted, portal.fetched]).toEqual([["request_uri"], []]);
  });
});

describe("how much a request may hold (OWASP ASVS 5 §15.2.2)", () => {
  const list = (count: number) => Array.from({ length: count }, (_, index) => `x${index}`);
  const claimsOf = (count: number) =>
    JSON.stringify({ userinfo: Object.fromEntries(list(count).map((name) => [name, null])) });

  /** The error that goes back to the client, by GET and by POST. */
  async function errorOf(entries: [string, string][]): Promise<[string | null, string | null]> {
    const query = new URLSearchParams([...Object.entries(REQUEST), ["state", "s"], ...entries]);
    for (const [name] of entries) if (Object.hasOwn(REQUEST, name)) query.delete(name, Reflect.get(REQUEST, name));
    const seen = [];
    for (const body of [null, query.toString()]) {
      const portal = makePortal();
      const request = new Request(`${ISSUER}/oauth/authorize${body === null ? `?${query}` : ""}`, {
        method: body === null ? "GET" : "POST",
        ...(body !== null && { body, headers: { "content-type": "application/x-www-form-urlencoded" } }),
      });
      let response = await handleAuthorizeRequest(request, portal.context);
      let location = response.headers.get("location") ?? "";
      if (location.startsWith(`${ISSUER}/oauth/authorize`)) {
        response = await handleAuthorizeRequest(new Request(location), portal.context);
        location = response.headers.get("location") ?? "";
      }
      expect([response.status, location.slice(0, REQUEST.redirect_uri.length)]).toEqual([303, REQUEST.redirect_uri]);
      const answer = new URL(location).searchParams;
      expect(answer.get("state")).toBe("s");
      expect(portal.store.tables.requests.size + portal.store.tables.postedRequests.size).toBeLessThanOrEqual(1);
      seen.push([answer.get("error"), answer.get("error_description")] as [string | null, string | null]);
    }
    expect(seen[0]).toEqual(seen[1]);
    return seen[0] ?? [null, null];
  }

  it.each<[string, [string, string][], string, string]>([
    ["8,000 scopes", [["scope", list(8_000).join(" ")]], "invalid_scope", "200 values"],
    ["201 values of acr_values", [["acr_values", list(201).join(" ")]], "invalid_request", "200 values"],
    ["8,000 values of prompt", [["prompt", list(8_000).join(" ")]], "invalid_request", "200 values"],
    ["2,500 claims", [["claims", claimsOf(2_500)]], "invalid_request", "500 values"],
    ["21 resources", list(21).map((name) => ["resource", `https://${name}.example`]), "invalid_request", "20 times"],
    ["201 parameters", list(201).map((name) => [name, "1"]), "invalid_request", "200 parameters"],
    ["1,500 resources", list(1_500).map(() => ["resource", "https://x.example"]), "invalid_request", "200 parameters"],
  ])("%s are an error that the client is told", async (_kind, entries, error, words) => {
    const [code, description] = await errorOf(entries);
    expect([code, description]).toEqual([error, expect.stringContaining(words)]);
  });

  it("what is unknown is ignored, as long as it is not too much (OIDC Core §3.1.2.1)", async () => {
    const portal = makePortal();
    const query = new URLSearchParams({ ...REQUEST, scope: `openid ${list(150).join(" ")}`, claims: claimsOf(200) });
    for (const name of list(100)) query.append(name, "1");
    await handleAuthorizeRequest(new Request(`${ISSUER}/oauth/authorize?${query}`), portal.context);
    const [waiting] = portal.store.tables.requests.values();
    expect(waiting?.scopes).toEqual(["openid"]);
    expect(waiting?.claims).toEqual({ userinfo: {}, id_token: {} });
  });

  it("a long state and nonce come back byte for byte", async () => {
    const portal = makePortal();
    const [state, nonce] = ["s".repeat(5_000), "n".repeat(3_000)];
    await authorize(portal, { state, nonce });
    const [waiting] = portal.store.tables.requests.values();
    expect([waiting?.state, waiting?.nonce]).toEqual([state, nonce]);
  });
});

describe("how long a request waits", () => {
  it("half an hour for somebody who is not signed in, a day for somebody who is", async () => {
    const anonymous = makePortal();
    anonymous.signedIn = null;
    await authorize(anonymous);
    expect(lifeOf(anonymous)).toBe(REQUEST_TTL);
    const known = makePortal();
    await authorize(known);
    expect(lifeOf(known)).toBe(SIGNED_IN_REQUEST_TTL);
  });

  it("a day from the sign-in on", async () => {
    const portal = makePortal();
    portal.signedIn = null;
    const location = new URL((await authorize(portal)).headers.get("location") ?? "", ISSUER);
    portal.moveTo(600);
    const id = location.searchParams.get("request") ?? "";
    await continueAuthorization(id, portal.browserToken, authentication(), portal.context);
    expect(lifeOf(portal)).toBe(SIGNED_IN_REQUEST_TTL);
  });
});
