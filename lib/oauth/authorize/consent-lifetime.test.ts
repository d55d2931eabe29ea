import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { ALICE, at, CALENDAR_API } from "../testing/fixtures";
import { CHALLENGE, CONFIDENTIAL, get, PUBLIC, TestPortal, VERIFIER } from "../testing/test-context";
import { CALLBACK, refresh, token } from "../testing/test-grants";
import { findActiveAccessToken } from "../tokens/access-token";
import { answerConsent } from "./answer-request";
import { handleAuthorizeRequest } from "./handle-request";
import { getInteraction } from "./interaction";

const DAY = 24 * 3600;
const SCOPE = "openid calendar:read offline_access";

/** Where an authorization request leads: `request` waits on the consent page, `code` is the answer. */
async function ask(portal: TestPortal, fields: Record<string, string> = {}): Promise<URLSearchParams> {
  const request = get("/oauth/authorize", {
    client_id: CONFIDENTIAL.clientId,
    redirect_uri: CALLBACK,
    response_type: "code",
    scope: SCOPE,
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...fields,
  });
  const response = await handleAuthorizeRequest(request, portal.context);
  return new URL(response.headers.get("location") ?? "").searchParams;
}

async function openPage(portal: TestPortal, fields: Record<string, string> = {}) {
  const requestId = (await ask(portal, fields)).get("request") ?? "";
  const page = await getInteraction(requestId, "browser", portal.signedIn, portal.context);
  if (page.kind !== "consent") throw new Error("there is no consent page");
  return { requestId, ...page };
}

/** The answer to a page; null when the page is shown again. */
function answer(portal: TestPortal, page: { requestId: string; revision: string }, lifetime: string) {
  const { requestId, revision } = page;
  const person = { browserToken: "browser", authentication: portal.signedIn };
  const given = { answer: "allow" as const, scopes: [], lifetime, revision, shown: null };
  return answerConsent({ requestId, ...person, ...given }, portal.context);
}

/** The code of a yes for this long. */
async function allow(portal: TestPortal, lifetime: string, fields: Record<string, string> = {}): Promise<string> {
  const response = await answer(portal, await openPage(portal, fields), lifetime);
  return new URL(response?.headers.get("location") ?? "").searchParams.get("code") ?? "";
}

const redeem = (portal: TestPortal, code: string) =>
  token(portal, { grant_type: "authorization_code", code, redirect_uri: CALLBACK, code_verifier: VERIFIER });

describe("what is allowed for some days", () => {
  it("ends then: the tokens, the code, and the remembered yes, and refreshing says why", async () => {
    const portal = new TestPortal();
    const first = await redeem(portal, await allow(portal, "30"));
    expect(first.refresh_token_expires_in).toBe(30 * DAY);
    portal.moveTo(30 * DAY - 90);
    const last = await refresh(portal, first.refresh_token);
    expect(last).toMatchObject({ refresh_token_expires_in: 90, expires_in: 90 });
    portal.moveTo(30 * DAY - 20);
    const code = (await ask(portal)).get("code") ?? "";
    expect(code).toMatch(/^pt_ac_/);
    portal.moveTo(30 * DAY - 1);
    expect(await findActiveAccessToken(String(last.access_token), portal.context)).not.toBeNull();
    portal.moveTo(30 * DAY);
    expect(await findActiveAccessToken(String(last.access_token), portal.context)).toBeNull();
    expect(await refresh(portal, first.refresh_token)).toMatchObject({
      error: "invalid_grant",
      cause: "consent_ended",
    });
    expect(await redeem(portal, code)).toMatchObject({ error: "invalid_grant", cause: "consent_ended" });
    expect((await ask(portal, { prompt: "none" })).get("error")).toBe("consent_required");
    const page = await openPage(portal);
    expect(page.scopes.map(({ grantedAt }) => grantedAt)).toEqual([null, null, null]);
  });

  it("ends its JWT access tokens too (RFC 9068 §2.2)", async () => {
    const portal = new TestPortal();
    portal.store.tables.resources.set(CALENDAR_API.identifier, { ...CALENDAR_API, tokenFormat: "jwt" });
    const code = await allow(portal, "1", { resource: CALENDAR_API.identifier });
    const { refresh_token } = await redeem(portal, code);
    portal.moveTo(DAY - 60);
    const narrow = { resource: CALENDAR_API.identifier };
    const answered = await refresh(portal, refresh_token, CONFIDENTIAL, narrow);
    expect(answered.expires_in).toBe(60);
    expect(decodeJwt(String(answered.access_token)).exp).toBe(at(DAY).getTime() / 1000);
  });

  it("ends for an app whose refresh tokens rotate, which is no sign of theft", async () => {
    const portal = new TestPortal();
    const fields = { client_id: PUBLIC.clientId };
    const code = await allow(portal, "1", fields);
    const form = { grant_type: "authorization_code", code, redirect_uri: CALLBACK, code_verifier: VERIFIER, ...fields };
    const { refresh_token } = await token(portal, form, {});
    portal.moveTo(DAY - 1);
    const next = await refresh(portal, refresh_token, PUBLIC);
    expect(next.refresh_token_expires_in).toBe(1);
    portal.moveTo(DAY);
    expect(await refresh(portal, next.refresh_token, PUBLIC)).toMatchObject({ cause: "consent_ended" });
    expect(portal.events.map(({ type }) => type)).not.toContain("refresh_token.reused");
  });

  it("does not come back with a new yes to less", async () => {
    const portal = new TestPortal();
    await allow(portal, "1");
    portal.moveTo(DAY);
    await allow(portal, "until_removed", { scope: "openid" });
    const consent = await portal.store.findConsent(ALICE.userId, CONFIDENTIAL.clientId);
    expect(consent).toMatchObject({ scopes: [{ name: "openid", grantedAt: at(DAY) }], expiresAt: null });
  });

  it("is what a later shorter choice makes of the access that there is already", async () => {
    const portal = new TestPortal();
    const { refresh_token } = await redeem(portal, await allow(portal, "until_removed"));
    portal.moveTo(100);
    await allow(portal, "1", { prompt: "consent" });
    expect(await refresh(portal, refresh_token)).toMatchObject({ refresh_token_expires_in: DAY });
    portal.moveTo(100 + DAY);
    expect(await refresh(portal, refresh_token)).toMatchObject({ cause: "consent_ended" });
  });
});

describe("what is allowed once", () => {
  it("brings no refresh token and is not remembered", async () => {
    const portal = new TestPortal();
    const tokens = await redeem(portal, await allow(portal, "once"));
    expect(tokens).toMatchObject({ scope: "openid calendar:read" });
    expect(tokens).not.toHaveProperty("refresh_token");
    expect(tokens).not.toHaveProperty("refresh_token_expires_in");
    expect(await portal.store.findConsent(ALICE.userId, CONFIDENTIAL.clientId)).toBeNull();
    expect((await ask(portal)).has("request")).toBe(true);
  });

  it("takes nothing from what was allowed before", async () => {
    const portal = new TestPortal();
    const { refresh_token } = await redeem(portal, await allow(portal, "30"));
    await allow(portal, "once", { prompt: "consent" });
    const consent = await portal.store.findConsent(ALICE.userId, CONFIDENTIAL.clientId);
    expect(consent).toMatchObject({ expiresAt: at(30 * DAY), declinedScopes: [] });
    expect(await refresh(portal, refresh_token)).toHaveProperty("access_token");
  });
});

describe("for how long people can allow something", () => {
  it.each([
    ["nobody limits it", null, null, ["once", 1, 30, "until_removed"], null],
    ["the app asks for at most a week", 7, null, ["once", 1, 7], { days: 7, by: "client" }],
    ["the operator allows at most 90 days", null, 90, ["once", 1, 30, 90], { days: 90, by: "portal" }],
    ["the operator allows less than the app asks for", 30, 1, ["once", 1], { days: 1, by: "portal" }],
    ["both mean the same", 30, 30, ["once", 1, 30], { days: 30, by: "client" }],
  ] as const)("if %s", async (_case, maxConsentDays, ofPortal, offered, maximum) => {
    const portal = new TestPortal({ clients: [{ ...CONFIDENTIAL, maxConsentDays }] });
    portal.context.maxConsentDays = ofPortal;
    expect((await openPage(portal)).lifetimes).toEqual({ offered, maximum });
    await allow(portal, "");
    const longest = offered.at(-1);
    const end = typeof longest === "number" ? at(longest * DAY) : null;
    expect((await portal.store.findConsent(ALICE.userId, CONFIDENTIAL.clientId))?.expiresAt).toEqual(end);
  });

  it.each(["until_removed", "31", "-1", "forever", "1.5"])("is not what a form makes up: %s", async (lifetime) => {
    const portal = new TestPortal();
    portal.context.maxConsentDays = 30;
    expect(await answer(portal, await openPage(portal), lifetime)).toBeNull();
    expect(portal.store.tables.grants.size).toBe(0);
  });

  it("is what the page said: a maximum that came meanwhile shows it again", async () => {
    const portal = new TestPortal();
    const page = await openPage(portal);
    portal.context.maxConsentDays = 1;
    expect(await answer(portal, page, "1")).toBeNull();
  });
});
