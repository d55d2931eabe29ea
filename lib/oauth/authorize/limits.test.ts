import { describe, expect, it } from "vitest";
import { authentication, CHALLENGE, CONFIDENTIAL, get, ISSUER, post, TestPortal } from "../testing/test-context";
import { handleAuthorizeRequest, REQUEST_TTL, SIGNED_IN_REQUEST_TTL } from "./handle-request";
import { continueAuthorization } from "./interaction";

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

  it("counts what is too long for an address, once client and redirect_uri belong together", async () => {
    const portal = makePortal();
    const state = "s".repeat(20_000);
    const send = (changes: Record<string, string>) =>
      handleAuthorizeRequest(post("/oauth/authorize", { ...REQUEST, ...changes }), portal.context);
    expect((await send({ state, redirect_uri: "https://evil.example" })).status).toBe(400);
    expect((await send({ state: "short" })).status).toBe(303);
    expect(portal.counted).toEqual([]);
    expect((await send({ state })).status).toBe(303);
    expect(portal.counted).toEqual(["posted_request"]);
    portal.limits.set("posted_request", 60);
    expect((await send({ state })).status).toBe(429);
  });

  it("reads no request_uri for a sender who has to wait, and says so to the person, not to the client", async () => {
    const portal = makePortal();
    portal.limits.set("request_uri", 60);
    const response = await authorize(portal, { request_uri: ADDRESS });
    expect([response.status, response.headers.get("location")]).toEqual([429, null]);
    expect([portal.counted, portal.fetched]).toEqual([["request_uri"], []]);
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
