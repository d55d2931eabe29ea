import { describe, expect, it } from "vitest";
import { OAuthError } from "../errors";
import { ALICE, BOB, START } from "../testing/fixtures";
import {
  authentication,
  CONFIDENTIAL,
  get,
  ISSUER,
  PUBLIC,
  post,
  TEST_KEYS,
  TestPortal,
} from "../testing/test-context";
import { handleEndSessionRequest } from "./end-session";

const TARGET = "https://client.example/signed-out";
const AUTHENTICATION = authentication();

function idToken(values: Record<string, unknown> = {}, typ: "JWT" | "at+jwt" | "logout+jwt" = "JWT") {
  const claims = { iss: ISSUER, sub: ALICE.userId, aud: CONFIDENTIAL.clientId, exp: 1, ...values };
  return TEST_KEYS.sign(claims, { alg: "RS256", typ });
}

async function endSession(portal: TestPortal, fields: Record<string, string | string[]>) {
  try {
    const response = await handleEndSessionRequest(get("/oauth/end-session", fields), portal.context);
    return [response.status, response.headers.get("location"), response.headers.get("set-cookie")];
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return [error.code];
  }
}

const CLEARED = "session=; Max-Age=0";
const CONFIRM = [303, `${ISSUER}/logout`, null];

describe("logout by the client (RP-Initiated Logout §2, §3)", () => {
  it("with an ID token of the person, expired too, ends the session and goes to the registered address", async () => {
    const portal = new TestPortal();
    const fields = { id_token_hint: await idToken(), post_logout_redirect_uri: TARGET, state: "a b&c" };
    expect(await endSession(portal, fields)).toEqual([303, `${TARGET}?state=a+b%26c`, CLEARED]);
    expect(portal.endedSessions).toEqual([AUTHENTICATION.sessionId]);
    expect(portal.events).toMatchObject([{ type: "session.ended", userId: ALICE.userId }]);
  });

  it("without state sends none back, and nothing else", async () => {
    const fields = { id_token_hint: await idToken(), post_logout_redirect_uri: TARGET };
    expect(await endSession(new TestPortal(), fields)).toEqual([303, TARGET, CLEARED]);
  });

  it("without an address ends at the portal's own page", async () => {
    const fields = { id_token_hint: await idToken(), client_id: CONFIDENTIAL.clientId };
    expect(await endSession(new TestPortal(), fields)).toEqual([303, `${ISSUER}/logout`, CLEARED]);
  });

  it("keeps the language that the client asks for, for the pages of the portal (§2, ui_locales)", async () => {
    const confirmed = await endSession(new TestPortal(), { ui_locales: "fr en-XA" });
    expect(confirmed).toEqual([303, `${ISSUER}/logout`, "ui_locales=fr en-XA"]);
    const fields = { id_token_hint: await idToken(), ui_locales: "tlh" };
    expect(await endSession(new TestPortal(), fields)).toEqual([303, `${ISSUER}/logout`, `${CLEARED}, ui_locales=tlh`]);
  });

  it("goes to the registered address when nobody is signed in any more", async () => {
    const portal = new TestPortal();
    portal.signedIn = null;
    const fields = { id_token_hint: await idToken(), post_logout_redirect_uri: TARGET };
    expect(await endSession(portal, fields)).toEqual([303, TARGET, null]);
  });

  it.each([`${TARGET}/`, `${TARGET}?x=1`, "https://evil.example", "https://client.example/callback"])(
    "to an address that is not registered (%s) is refused, and never redirected",
    async (uri) => {
      const portal = new TestPortal();
      const fields = { id_token_hint: await idToken(), post_logout_redirect_uri: uri };
      expect(await endSession(portal, fields)).toEqual(["invalid_request"]);
      expect(portal.endedSessions).toEqual([]);
    },
  );

  it.each<[string, () => Promise<Record<string, string>>]>([
    ["no ID token", async () => ({})],
    ["a forged ID token", async () => ({ id_token_hint: `${(await idToken()).slice(0, -4)}AAAA` })],
    ["an ID token of another issuer", async () => ({ id_token_hint: await idToken({ iss: "https://other.example" }) })],
    ["an ID token of an unknown client", async () => ({ id_token_hint: await idToken({ aud: "pt_cl_x" }) })],
    ["an access token", async () => ({ id_token_hint: await idToken({}, "at+jwt") })],
    ["another client_id", async () => ({ id_token_hint: await idToken(), client_id: PUBLIC.clientId })],
  ])("with %s asks the person, and never redirects to a client", async (_case, makeFields) => {
    const portal = new TestPortal();
    const fields = { ...(await makeFields()), post_logout_redirect_uri: TARGET };
    expect(await endSession(portal, fields)).toEqual(CONFIRM);
    expect(portal.endedSessions).toEqual([]);
  });

  it.each<[string, () => Promise<Record<string, string>>]>([
    ["only a client_id", async () => ({ client_id: CONFIDENTIAL.clientId })],
    [
      "a client_id and an ID token that is not ours",
      async () => ({
        client_id: CONFIDENTIAL.clientId,
        id_token_hint: await idToken({ iss: "https://other.example" }),
      }),
    ],
    ["an ID token of another person", async () => ({ id_token_hint: await idToken({ sub: BOB.userId }) })],
  ])("with %s asks the person, on a page that knows the way back", async (_case, makeFields) => {
    for (const signedIn of [AUTHENTICATION, null]) {
      const portal = new TestPortal();
      portal.signedIn = signedIn;
      const fields = { ...(await makeFields()), post_logout_redirect_uri: TARGET, state: "a b&c" };
      const isOwn = signedIn === null && "id_token_hint" in fields && !("client_id" in fields);
      const query = `client_id=${CONFIDENTIAL.clientId}&post_logout_redirect_uri=${encodeURIComponent(TARGET)}&state=a+b%26c`;
      const location = isOwn ? `${TARGET}?state=a+b%26c` : `${ISSUER}/logout?${query}`;
      expect(await endSession(portal, fields)).toEqual([303, location, null]);
      expect(portal.endedSessions).toEqual([]);
    }
  });

  it("with only a client_id and an address that is not registered is refused, and never redirected", async () => {
    const fields = { client_id: CONFIDENTIAL.clientId, post_logout_redirect_uri: `${TARGET}/` };
    expect(await endSession(new TestPortal(), fields)).toEqual(["invalid_request"]);
  });

  it("of a suspended client asks the person", async () => {
    const portal = new TestPortal({ clients: [{ ...CONFIDENTIAL, suspendedAt: START }] });
    const fields = { id_token_hint: await idToken(), post_logout_redirect_uri: TARGET };
    expect(await endSession(portal, fields)).toEqual(CONFIRM);
  });

  it("by POST refuses what no address has room for", async () => {
    const request = post("/oauth/end-session", { state: "s".repeat(13_000) });
    const refusal = await handleEndSessionRequest(request, new TestPortal().context).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "invalid_request", status: 413 });
  });

  it("by POST goes on as GET, so that the session's cookie comes along", async () => {
    const portal = new TestPortal();
    const response = await handleEndSessionRequest(post("/oauth/end-session", { state: "x" }), portal.context);
    expect([response.status, response.headers.get("location")]).toEqual([303, `${ISSUER}/oauth/end-session?state=x`]);
  });

  it("refuses a repeated parameter", async () => {
    expect(await endSession(new TestPortal(), { state: ["a", "b"] })).toEqual(["invalid_request"]);
  });
});
