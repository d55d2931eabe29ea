import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { handleAuthorizeRequest } from "../authorize/handle-request";
import { handleIntrospectionRequest } from "../introspect";
import { handleEndSessionRequest } from "../logout/end-session";
import type { Client } from "../model";
import { ALICE, BOB, CALENDAR_API } from "../testing/fixtures";
import {
  API_CLIENT,
  authentication,
  basic,
  CHALLENGE,
  CONFIDENTIAL,
  get,
  ISSUER,
  post,
  TestPortal,
} from "../testing/test-context";
import { CALLBACK, givenCode, redeemCode, refresh } from "../testing/test-grants";
import { handleUserinfoRequest } from "../userinfo";
import { subjectFor } from "./subject";

const PAIRWISE: Client = { ...CONFIDENTIAL, pairwiseSector: "client.example", isTrusted: true };
const JWT_API = { ...CALENDAR_API, tokenFormat: "jwt" as const };

function makePortal() {
  return new TestPortal({
    clients: [PAIRWISE, API_CLIENT],
    resources: [{ ...JWT_API, introspectionClientId: API_CLIENT.clientId }],
  });
}

async function introspect(portal: TestPortal, token: unknown, clientId: string) {
  const request = post("/oauth/introspect", { token: String(token) }, basic(clientId));
  return (await (await handleIntrospectionRequest(request, portal.context)).json()) as Record<string, unknown>;
}

describe("a pairwise sub (OIDC Core §8.1)", () => {
  const { context } = makePortal();
  const own = subjectFor(PAIRWISE, ALICE.userId, context);

  it("is the same each time, says nothing of the account, and is printable ASCII of at most 255 characters", () => {
    expect(subjectFor(PAIRWISE, ALICE.userId, context)).toBe(own);
    expect(own).not.toContain(ALICE.userId);
    expect(own).toMatch(/^[\x21-\x7e]{1,255}$/);
  });

  it("is another for another person and for another sector, and the same for another client of the sector", () => {
    const sub = (client: Partial<Client>, userId: string) => subjectFor({ ...PAIRWISE, ...client }, userId, context);
    const others = [sub({}, BOB.userId), sub({ pairwiseSector: "other.example" }, ALICE.userId)];
    expect(new Set([own, ...others]).size).toBe(3);
    expect(sub({ clientId: "pt_cl_sister" }, ALICE.userId)).toBe(own);
    expect(sub({ pairwiseSector: null }, ALICE.userId)).toBe(ALICE.userId);
  });

  it("stands in the ID token, userinfo, introspection, the JWT access token, and after a refresh", async () => {
    const portal = makePortal();
    const scopes = ["openid", "offline_access", "calendar:read"];
    await givenCode(portal, PAIRWISE, { scopes, resources: [] });
    const first = await redeemCode(portal, PAIRWISE);
    expect(decodeJwt(String(first.id_token)).sub).toBe(own);
    expect(decodeJwt(String(first.access_token)).sub).toBe(own);
    expect(await introspect(portal, first.access_token, PAIRWISE.clientId)).toMatchObject({ sub: own });
    expect(await introspect(portal, first.access_token, API_CLIENT.clientId)).toMatchObject({ sub: own });
    expect(await introspect(portal, first.refresh_token, PAIRWISE.clientId)).toMatchObject({ sub: own });

    const again = await refresh(portal, first.refresh_token, PAIRWISE, { resource: ISSUER });
    expect(decodeJwt(String(again.id_token)).sub).toBe(own);
    const headers = { authorization: `Bearer ${again.access_token}` };
    const userinfo = await handleUserinfoRequest(get("/oauth/userinfo", {}, headers), portal.context);
    expect(await userinfo.json()).toEqual({ sub: own });
  });

  it.each([
    ["id_token_hint", (idToken: string) => ({ id_token_hint: idToken })],
    ["a requested sub", () => ({ claims: JSON.stringify({ id_token: { sub: { value: own } } }) })],
    [
      "one of several requested subs",
      () => ({ claims: JSON.stringify({ userinfo: { sub: { values: [ALICE.userId, own] } } }) }),
    ],
  ])("names the person in %s: nobody else is answered for", async (_name, fields) => {
    const portal = makePortal();
    await givenCode(portal, PAIRWISE);
    const { id_token: idToken } = await redeemCode(portal, PAIRWISE);
    const ask = async (userId: string) => {
      portal.signedIn = authentication({ userId });
      const request = get("/oauth/authorize", {
        client_id: PAIRWISE.clientId,
        redirect_uri: CALLBACK,
        response_type: "code",
        scope: "openid",
        code_challenge: CHALLENGE,
        code_challenge_method: "S256",
        prompt: "none",
        ...fields(String(idToken)),
      });
      const response = await handleAuthorizeRequest(request, portal.context);
      return new URL(response.headers.get("location") ?? "").searchParams;
    };
    expect((await ask(ALICE.userId)).has("code")).toBe(true);
    expect((await ask(BOB.userId)).get("error")).toBe("login_required");
  });

  it("of an ID token ends this person's session, and nobody else's", async () => {
    const portal = makePortal();
    await givenCode(portal, PAIRWISE);
    const { id_token: idToken } = await redeemCode(portal, PAIRWISE);
    const end = async (userId: string) => {
      portal.signedIn = authentication({ userId });
      await handleEndSessionRequest(get("/oauth/end-session", { id_token_hint: String(idToken) }), portal.context);
      return portal.endedSessions.length;
    };
    expect(await end(BOB.userId)).toBe(0);
    expect(await end(ALICE.userId)).toBe(1);
  });
});
