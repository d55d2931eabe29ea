import { describe, expect, it } from "vitest";
import { authorizationCode, grant, START, WEB_CLIENT } from "../testing/fixtures";
import { authentication, get, ISSUER, TestPortal } from "../testing/test-context";
import { leaveSession } from "./leave-session";

const { sessionId } = authentication();
const target = "https://client.example/signed-out";
const reader = { request: get("/oauth/end-session", {}), uiLocales: "en-XA", locale: null };
const one = { ...WEB_CLIENT, clientId: "one", frontchannelLogoutUri: "https://one.example/out?x=1" };
const two = { ...WEB_CLIENT, clientId: "two", frontchannelLogoutUri: "https://two.example/out" };
const silent = { ...WEB_CLIENT, clientId: "silent" };
const suspended = { ...one, clientId: "suspended", suspendedAt: START };

async function leave(grants: { clientId: string; sessionId?: string }[]) {
  const portal = new TestPortal({ clients: [one, two, silent, suspended] });
  for (const each of grants) {
    const given = grant({ sessionId, ...each });
    await portal.store.createAuthorizationCode(given, authorizationCode(given), null);
  }
  return { portal, response: await leaveSession(sessionId, target, reader, portal.context) };
}

describe("front-channel logout (OpenID Connect Front-Channel Logout §2, §3)", () => {
  it("frames the clients of this session that asked for it, with exactly iss and sid, and ends the session", async () => {
    const clients = ["one", "one", "two", "silent", "suspended"].map((clientId) => ({ clientId }));
    const other = { clientId: "two", sessionId: "018f4a00-0000-7000-8000-0000005e5511" };
    const { portal, response } = await leave([...clients, other]);
    const query = `iss=${encodeURIComponent(ISSUER)}&sid=${sessionId}`;
    expect(await response.json()).toEqual({
      target,
      frames: [`https://one.example/out?x=1&${query}`, `https://two.example/out?${query}`],
    });
    expect(portal.readers).toEqual([reader]);
    expect(portal.endedSessions).toEqual([sessionId]);
    expect(response.headers.getSetCookie()).toEqual(["session=; Max-Age=0"]);
  });

  it.each([[[]], [[{ clientId: "silent" }]]])("goes on at once when no client wants a frame: %j", async (grants) => {
    const { portal, response } = await leave(grants);
    expect([response.status, response.headers.get("location")]).toEqual([303, target]);
    expect(portal.endedSessions).toEqual([sessionId]);
  });
});
