import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import type { Client } from "../model";
import { ALICE, at, CALENDAR_API, START } from "../testing/fixtures";
import { CONFIDENTIAL, ISSUER, PUBLIC, TestPortal } from "../testing/test-context";
import { givenCode, redeemCode, refresh, rowOf } from "../testing/test-grants";
import { findActiveAccessToken } from "../tokens/access-token";
import { ROTATION_GRACE } from "./refresh-token";

const OTHER: Client = { ...CONFIDENTIAL, clientId: "pt_cl_other" };
const ALL = ["openid", "profile", "calendar:read", "offline_access"];
const DAY = 24 * 60 * 60;

async function givenTokens(portal: TestPortal, client: Client = CONFIDENTIAL) {
  const given = await givenCode(portal, client, { scopes: ALL });
  return { grant: given, ...(await redeemCode(portal, client)) } as Record<string, unknown> & { grant: typeof given };
}

describe("refreshing (RFC 6749 §6, OIDC Core §12)", () => {
  it("gives a new access token and an ID token of the same sign-in", async () => {
    const portal = new TestPortal();
    const first = await givenTokens(portal);
    portal.moveTo(3000);
    const second = await refresh(portal, first.refresh_token);
    expect(second).toMatchObject({ token_type: "Bearer", expires_in: 600, scope: ALL.join(" ") });
    expect(second.access_token).not.toBe(first.access_token);
    const [before, after] = [decodeJwt(String(first.id_token)), decodeJwt(String(second.id_token))];
    for (const name of ["iss", "sub", "aud", "auth_time", "sid"]) expect(after[name]).toEqual(before[name]);
    expect(after.iat).toBe(at(3000).getTime() / 1000);
    expect(after).not.toHaveProperty("nonce");
  });

  it("may narrow the scope, for this access token only", async () => {
    const portal = new TestPortal();
    const { refresh_token } = await givenTokens(portal);
    const narrow = await refresh(portal, refresh_token, CONFIDENTIAL, { scope: "calendar:read" });
    expect(narrow).toMatchObject({ scope: "calendar:read" });
    expect(narrow).not.toHaveProperty("id_token");
    const active = await findActiveAccessToken(String(narrow.access_token), portal.context);
    expect(active?.accessToken).toMatchObject({ scopes: ["calendar:read"], audience: [CALENDAR_API.identifier] });
    expect(await refresh(portal, refresh_token)).toMatchObject({ scope: ALL.join(" ") });
  });

  it.each<[string, Record<string, string>, string]>([
    ["a wider scope", { scope: "openid calendar:write" }, "invalid_scope"],
    ["an unknown scope", { scope: "admin" }, "invalid_scope"],
    ["a resource that was not granted", { resource: "https://other.example" }, "invalid_target"],
  ])("refuses %s", async (_case, fields, error) => {
    const portal = new TestPortal();
    const { refresh_token } = await givenTokens(portal);
    expect(await refresh(portal, refresh_token, CONFIDENTIAL, fields)).toMatchObject({ error });
  });

  it("for one resource gives a token for that one alone (RFC 8707 §2.2)", async () => {
    const portal = new TestPortal();
    const { refresh_token } = await givenTokens(portal);
    const answer = await refresh(portal, refresh_token, CONFIDENTIAL, { resource: ISSUER });
    expect(answer).toMatchObject({ scope: "openid profile" });
    const active = await findActiveAccessToken(String(answer.access_token), portal.context);
    expect(active?.accessToken.audience).toEqual([ISSUER]);
  });

  it("drops a scope that the client lost", async () => {
    const portal = new TestPortal();
    const { refresh_token } = await givenTokens(portal);
    portal.store.tables.clients.set(CONFIDENTIAL.clientId, { ...CONFIDENTIAL, scopes: ["openid", "offline_access"] });
    expect(await refresh(portal, refresh_token)).toMatchObject({ scope: "openid offline_access" });
  });

  it("by another client is refused, and ends nothing", async () => {
    const portal = new TestPortal({ clients: [CONFIDENTIAL, OTHER] });
    const { refresh_token } = await givenTokens(portal);
    expect(await refresh(portal, refresh_token, OTHER)).toMatchObject({ error: "invalid_grant" });
    expect(await refresh(portal, refresh_token)).toHaveProperty("access_token");
  });

  it.each(["pt_rt_unknown", "x"])("with an unknown token is refused: %s", async (refreshToken) => {
    const portal = new TestPortal();
    await givenTokens(portal);
    expect(await refresh(portal, refreshToken)).toMatchObject({ error: "invalid_grant" });
  });

  it("with an access token is refused", async () => {
    const portal = new TestPortal();
    const { access_token } = await givenTokens(portal);
    expect(await refresh(portal, access_token)).toMatchObject({ error: "invalid_grant" });
  });

  it("stops at once when the person is suspended or the grant is revoked", async () => {
    const portal = new TestPortal();
    const { refresh_token, grant } = await givenTokens(portal);
    portal.store.tables.subjects.set(ALICE.userId, { ...ALICE, suspendedAt: START });
    expect(await refresh(portal, refresh_token)).toMatchObject({
      error: "invalid_grant",
      cause: "person_suspended",
    });
    portal.store.tables.subjects.set(ALICE.userId, ALICE);
    await portal.store.revokeGrant(grant.grantId, START);
    expect(await refresh(portal, refresh_token)).toMatchObject({ error: "invalid_grant", cause: "grant_revoked" });
  });
});

describe("refresh tokens have an absolute end, a year after the person's yes", () => {
  const YEAR = 365 * DAY;
  const MONTHS = Array.from({ length: 13 }, (_, month) => month * 30 * DAY);

  it.each([
    ["rotated", PUBLIC],
    ["kept", CONFIDENTIAL],
  ])("of one that is %s: each answer says in seconds when it ends, by disuse or for good", async (_how, client) => {
    const portal = new TestPortal();
    const first = await givenTokens(portal, client);
    expect(first.refresh_token_expires_in).toBe(90 * DAY);
    let token = first.refresh_token;
    for (const seconds of MONTHS.slice(1)) {
      portal.moveTo(seconds);
      const answer = await refresh(portal, token, client);
      expect(answer.refresh_token_expires_in).toBe(Math.min(90 * DAY, YEAR - seconds));
      token = answer.refresh_token ?? token;
    }
    portal.moveTo(YEAR - 0.001);
    const last = await refresh(portal, token, client);
    expect(last).toMatchObject({ refresh_token_expires_in: 0 });
    portal.moveTo(YEAR);
    expect(await refresh(portal, last.refresh_token ?? token, client)).toMatchObject({ error: "invalid_grant" });
    expect(portal.events.map(({ type }) => type)).not.toContain("refresh_token.reused");
  });

  it("which the operator may bring forward for grants that are there already", async () => {
    const portal = new TestPortal();
    const { refresh_token } = await givenTokens(portal);
    portal.moveTo(31 * DAY);
    portal.context.refreshLifetime = 30 * DAY;
    expect(await refresh(portal, refresh_token)).toMatchObject({
      error: "invalid_grant",
      cause: "grant_ended",
    });
    portal.context.refreshLifetime = 40 * DAY;
    expect(await refresh(portal, refresh_token)).toMatchObject({ refresh_token_expires_in: 9 * DAY });
  });

  it("and no end is told where there is no refresh token", async () => {
    const portal = new TestPortal();
    await givenCode(portal, CONFIDENTIAL, { scopes: ["openid"] });
    expect(await redeemCode(portal)).not.toHaveProperty("refresh_token_expires_in");
  });
});

describe("confidential clients keep their refresh token", () => {
  it("which works again and again, and lives 90 days from its last use", async () => {
    const portal = new TestPortal();
    const { refresh_token } = await givenTokens(portal);
    for (const days of [0, 89, 178]) {
      portal.moveTo(days * DAY);
      const answer = await refresh(portal, refresh_token);
      expect(answer).toHaveProperty("access_token");
      expect(answer).not.toHaveProperty("refresh_token");
    }
    portal.moveTo((178 + 90) * DAY);
    expect(await refresh(portal, refresh_token)).toMatchObject({ cause: "refresh_token_expired" });
  });
});

describe("refresh tokens of public clients rotate (RFC 9700 §4.14.2)", () => {
  it("each use gives a new one, which works in turn", async () => {
    const portal = new TestPortal();
    const first = await givenTokens(portal, PUBLIC);
    const second = await refresh(portal, first.refresh_token, PUBLIC);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    portal.moveTo(500);
    const third = await refresh(portal, second.refresh_token, PUBLIC);
    expect(third).toHaveProperty("refresh_token");
    expect(rowOf(portal, third.refresh_token)).toMatchObject({ grantId: first.grant.grantId, scopes: ALL });
  });

  it("a lost answer may be asked for again within 10 s", async () => {
    expect(ROTATION_GRACE).toBe(10);
    const portal = new TestPortal();
    const { refresh_token } = await givenTokens(portal, PUBLIC);
    portal.moveTo(100);
    const lost = await refresh(portal, refresh_token, PUBLIC);
    portal.moveTo(110);
    const again = await refresh(portal, refresh_token, PUBLIC);
    expect(again.refresh_token).toBe(lost.refresh_token);
    portal.moveTo(200);
    expect(await refresh(portal, again.refresh_token, PUBLIC)).toHaveProperty("access_token");
  });

  it("two tabs that refresh at once get the same successor, each with an access token of its own, and both go on", async () => {
    const portal = new TestPortal();
    let tokens: unknown[] = [(await givenTokens(portal, PUBLIC)).refresh_token];
    tokens.push(tokens[0]);
    for (const seconds of [600, 1200, 1800]) {
      portal.moveTo(seconds);
      const [one, two] = await Promise.all(tokens.map((token) => refresh(portal, token, PUBLIC)));
      expect(one?.refresh_token).toBe(two?.refresh_token);
      expect(one?.access_token).not.toBe(two?.access_token);
      for (const each of [one, two]) {
        expect(await findActiveAccessToken(String(each?.access_token), portal.context)).not.toBeNull();
      }
      tokens = [one?.refresh_token, two?.refresh_token];
    }
    expect(portal.events.map(({ type }) => type)).not.toContain("refresh_token.reused");
  });

  it("one tab goes on with the successor of the successor while the other still repeats: nobody is signed out", async () => {
    const portal = new TestPortal();
    const { refresh_token: first } = await givenTokens(portal, PUBLIC);
    const second = (await refresh(portal, first, PUBLIC)).refresh_token;
    portal.moveTo(3);
    const third = (await refresh(portal, second, PUBLIC)).refresh_token;
    portal.moveTo(8);
    expect((await refresh(portal, first, PUBLIC)).refresh_token).toBe(second);
    portal.moveTo(12);
    expect((await refresh(portal, second, PUBLIC)).refresh_token).toBe(third);
    portal.moveTo(600);
    const both = [await refresh(portal, third, PUBLIC), await refresh(portal, third, PUBLIC)];
    for (const each of both) expect(each).toHaveProperty("access_token");
    expect(new Set([first, second, third, both[0]?.refresh_token]).size).toBe(4);
  });

  it("the successor follows from the old token and a key of the portal: another portal gives another one", async () => {
    const successors = await Promise.all(
      ["one", "one", "other"].map(async (key) => {
        const portal = new TestPortal();
        const { derive } = portal.context;
        portal.context.derive = (purpose, value) => derive(purpose, `${key} ${value}`);
        return (await refresh(portal, (await givenTokens(portal, PUBLIC)).refresh_token, PUBLIC)).refresh_token;
      }),
    );
    expect(successors[0]).toMatch(/^pt_rt_[A-Za-z0-9_-]{43}$/);
    expect(successors[0]).toBe(successors[1]);
    expect(successors[2]).not.toBe(successors[0]);
  });

  it("a thief who is as quick gets no line of tokens of their own: who comes later with the successor ends the grant", async () => {
    const portal = new TestPortal();
    const { refresh_token } = await givenTokens(portal, PUBLIC);
    const [mine, thiefs] = [await refresh(portal, refresh_token, PUBLIC), await refresh(portal, refresh_token, PUBLIC)];
    portal.moveTo(500);
    const next = await refresh(portal, mine.refresh_token, PUBLIC);
    expect(next).toHaveProperty("access_token");
    portal.moveTo(1000);
    expect(await refresh(portal, thiefs.refresh_token, PUBLIC)).toMatchObject({ error: "invalid_grant" });
    expect(portal.events.map(({ type }) => type)).toContain("refresh_token.reused");
    expect(await refresh(portal, next.refresh_token, PUBLIC)).toMatchObject({ cause: "grant_revoked" });
  });

  it("a replay after that ends the grant: the thief's tokens and the client's", async () => {
    const portal = new TestPortal();
    const { refresh_token } = await givenTokens(portal, PUBLIC);
    portal.moveTo(100);
    const second = await refresh(portal, refresh_token, PUBLIC);
    portal.moveTo(110.001);
    const replay = await refresh(portal, refresh_token, PUBLIC);
    expect(replay).toMatchObject({ error: "invalid_grant" });
    expect(portal.events.at(-1)).toMatchObject({ type: "refresh_token.reused", clientId: PUBLIC.clientId });
    expect(await refresh(portal, second.refresh_token, PUBLIC)).toMatchObject({ error: "invalid_grant" });
    expect(await findActiveAccessToken(String(second.access_token), portal.context)).toBeNull();
  });

  it("a replay by another client ends nothing", async () => {
    const portal = new TestPortal({ clients: [PUBLIC, OTHER] });
    const { refresh_token } = await givenTokens(portal, PUBLIC);
    const second = await refresh(portal, refresh_token, PUBLIC);
    portal.moveTo(100);
    await refresh(portal, refresh_token, OTHER);
    expect(await refresh(portal, second.refresh_token, PUBLIC)).toHaveProperty("access_token");
  });
});
