import { beforeEach, describe, expect, it } from "vitest";
import { flushEvents, queueEvent } from "../db/audit/events";
import { listEvents } from "../db/audit/list-events";
import { deleteClient } from "../db/clients/clients";
import { getDb } from "../db/driver/database";
import { newId } from "../db/driver/new-id";
import { listMails } from "../db/people/mails";
import { storeSettings } from "../db/portal/settings";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { anyEvent } from "../events/testing/any-event";
import { wordsFor } from "../i18n/words";
import { ALICE, at, BOB, CALENDAR_API, CONTRACT_SEED, FILES_API, START, WEB_CLIENT } from "../oauth/testing/fixtures";
import { redeemCode } from "../oauth/testing/redeem";
import { findOwnApp, keepOptionalScopes, listOwnApps, narrowOwnApp, removeOwnApp } from "./connected-apps";
import { listApisWithoutScope } from "./describe-access";
import { allowApp } from "./testing/allow-app";
import { keepOwnAccess } from "./unused-access";
import { getUnusedAfterDays } from "./unused-after-days";
import { listUnverifiedApps, removeUnverifiedApps } from "./unverified-apps";

useTestDatabase();

const words = wordsFor("en");
const alice = { ...ALICE, source: { ipAddress: "192.0.2.1", requestId: null }, answerLocale: "en" as const };

const { clientId } = WEB_CLIENT;
const notes = { ...WEB_CLIENT, clientId: "pt_cl_notes", name: "Build Notes", optionalScopes: [] };

beforeEach(() => seedStore({ ...CONTRACT_SEED, clients: [...CONTRACT_SEED.clients, notes] }));

const namesOf = async (options: Parameters<typeof listOwnApps>[1], now = START) =>
  (await listOwnApps(ALICE, options, words, now)).apps.map(({ app }) => app.name);

describe("the list of connected apps", () => {
  it("is empty before anything was allowed", async () => {
    expect(await listOwnApps(ALICE, {}, words, START)).toEqual({
      ...{ apps: [], matching: 0, total: 0, unused: 0, unverified: 0 },
    });
  });

  it("shows what was allowed, in words, also when the app never asked for a token", async () => {
    await allowApp(ALICE.userId, clientId, { isRedeemed: false });
    const { apps } = await listOwnApps(ALICE, {}, words, START);
    expect(apps).toHaveLength(1);
    expect(apps[0]?.app).toMatchObject({ name: "Calendar", lastUsedAt: null, isDeleted: false });
    expect(apps[0]?.app.scopes.map((scope) => [scope.name, scope.title, scope.resourceName])).toEqual([
      ["calendar:read", "Words for calendar:read", "Calendar API"],
      ["openid", "Words for openid", null],
    ]);
  });

  it("names the APIs that an app may use, also one without a permission", async () => {
    await allowApp(ALICE.userId, clientId, { resources: [CALENDAR_API.identifier, FILES_API.identifier] });
    const app = (await findOwnApp(ALICE, clientId, words, START))?.app;
    expect(app?.resources.toSorted((a, b) => a.identifier.localeCompare(b.identifier))).toEqual([
      { identifier: CALENDAR_API.identifier, name: "Calendar API" },
      { identifier: FILES_API.identifier, name: "Files API" },
    ]);
    expect(app && listApisWithoutScope(app)).toEqual(["Files API"]);
  });

  it("shows what was allowed only once, until its token has ended or the person removes it", async () => {
    await allowApp(ALICE.userId, clientId, { isOnce: true, offlineAccess: false });
    const { apps } = await listOwnApps(ALICE, {}, words, START);
    expect(apps.map(({ app }) => [app.name, app.isOnce, app.expiresAt])).toEqual([["Calendar", true, at(600)]]);
    expect(apps[0]?.app.scopes.map(({ name }) => name)).toEqual(["openid", "calendar:read"]);
    expect(await namesOf({}, at(600))).toEqual([]);
    expect((await removeOwnApp(alice, clientId, at(1)))?.name).toBe("Calendar");
    expect(await namesOf({})).toEqual([]);
    expect(await removeOwnApp(alice, clientId, at(1))).toBeNull();
  });

  it("lets the person take a permission back that was allowed only once", async () => {
    const scopes = ["openid", "calendar:read", "calendar:write"];
    const { accessToken } = await allowApp(ALICE.userId, clientId, { scopes, isOnce: true, offlineAccess: false });
    const kept = ["openid", "calendar:read"];
    const narrowed = await narrowOwnApp(alice, clientId, kept, START);
    expect(narrowed?.ok && narrowed.app.scopes.map(({ name }) => name)).toEqual(kept);
    expect((await oauthStore.findAccessToken(accessToken.tokenHash))?.accessToken.scopes).toEqual(kept);
  });

  it("shows nobody else's", async () => {
    await allowApp(BOB.userId, clientId);
    expect((await listOwnApps(ALICE, {}, words, START)).total).toBe(0);
    expect(await findOwnApp(ALICE, clientId, words, START)).toBeNull();
  });

  it("still shows an app that its developer deleted, so that it can be removed", async () => {
    await allowApp(ALICE.userId, clientId);
    await deleteClient(clientId, START);
    expect((await findOwnApp(ALICE, clientId, words, START))?.app.isDeleted).toBe(true);
    expect(await removeOwnApp(alice, clientId, START)).not.toBeNull();
    expect((await listOwnApps(ALICE, {}, words, START)).total).toBe(0);
  });

  it("is searched by name and sorted by last use, name or date", async () => {
    await allowApp(ALICE.userId, clientId);
    await allowApp(ALICE.userId, notes.clientId);
    queueEvent(anyEvent({ type: "token.issued", outcome: "ok", userId: ALICE.userId, clientId, createdAt: at(60) }));
    await flushEvents();
    expect(await namesOf({})).toEqual(["Calendar", "Build Notes"]);
    expect(await namesOf({ order: "name" })).toEqual(["Build Notes", "Calendar"]);
    expect(await namesOf({ query: " noTES " })).toEqual(["Build Notes"]);
    expect(await namesOf({ query: "nothing" })).toEqual([]);
  });

  it("points out what was not used for 90 days", async () => {
    await allowApp(ALICE.userId, clientId);
    const { apps } = await listOwnApps(ALICE, {}, words, START);
    const allowedAt = apps[0]?.app.allowedAt ?? START;
    const later = (days: number) => new Date(allowedAt.getTime() + days * 86_400_000);
    expect((await listOwnApps(ALICE, {}, words, later(90))).unused).toBe(0);
    expect((await listOwnApps(ALICE, {}, words, later(91))).unused).toBe(1);
    expect(await namesOf({ onlyUnused: true }, later(90))).toEqual([]);
    expect(await namesOf({ onlyUnused: true }, later(91))).toEqual(["Calendar"]);
  });

  it("does not point out for as long again what the person said that they keep", async () => {
    await allowApp(ALICE.userId, clientId);
    const later = (days: number) => new Date(START.getTime() + days * 86_400_000);
    expect(await keepOwnAccess(alice, clientId, later(100))).toBe("Calendar");
    expect((await listOwnApps(ALICE, {}, words, later(189))).unused).toBe(0);
    expect(await namesOf({ onlyUnused: true }, later(189))).toEqual([]);
    expect((await listOwnApps(ALICE, {}, words, later(191))).unused).toBe(1);
  });

  it.each([
    [30, 30],
    [365, 90],
    [0, 90],
  ])("where access ends after %i days without use, points out what was not used for %i", async (setting, days) => {
    await storeSettings({ unused_access_days: setting });
    expect(await getUnusedAfterDays()).toBe(days);
  });
});

describe("a long list", () => {
  const COUNT = 120;

  /** Alice allowed this many apps, each a day after the one before. */
  async function allowMany() {
    const db = await getDb();
    const day = (n: number) => new Date(START.getTime() + n * 86_400_000);
    const rows = Array.from({ length: COUNT }, (_, n) => ({
      id: `pt_cl_${n}`,
      name: `App ${String(n).padStart(3, "0")}`,
    }));
    await db.client.createMany({
      data: rows.map((row) => ({ ...row, kind: "web", status: "development", tokenEndpointAuthMethod: "none" })),
    });
    const consents = rows.map(({ id }, n) => ({ id: newId(), userId: ALICE.userId, clientId: id, createdAt: day(n) }));
    await db.consent.createMany({ data: consents });
    await db.consentScope.createMany({ data: consents.map(({ id: consentId }) => ({ consentId, scope: "openid" })) });
  }

  it("comes in pages, in every order, and says how many match", async () => {
    await allowMany();
    const page = (number: number) => ({ number, size: 50 });
    const namesAt = async (options: Parameters<typeof listOwnApps>[1]) => {
      const { apps, matching } = await listOwnApps(ALICE, options, words, START);
      return { first: apps[0]?.app.name, count: apps.length, matching };
    };
    const all = { matching: COUNT, count: 50 };
    expect(await namesAt({ order: "name", page: page(1) })).toEqual({ ...all, first: "App 000" });
    expect(await namesAt({ order: "name", page: page(2) })).toEqual({ ...all, first: "App 050" });
    expect(await namesAt({ order: "allowed", page: page(1) })).toEqual({ ...all, first: "App 119" });
    expect(await namesAt({ order: "name", page: page(3) })).toEqual({ ...all, count: 20, first: "App 100" });
    expect(await namesAt({ query: "app 11", page: page(1) })).toMatchObject({ count: 10, matching: 10 });
    expect(await namesAt({ query: "%_", page: page(1) }), "no wildcards").toMatchObject({ count: 0 });
    expect(await namesAt({ query: "\0app 11" }), "and nothing that a database refuses").toMatchObject({ count: 10 });
  });

  it("loses everything that nobody verified with one press, and its person gets one mail", async () => {
    await allowMany();
    const db = await getDb();
    await db.client.update({ where: { id: "pt_cl_3" }, data: { status: "verified" } });
    const { apps, matching } = await listUnverifiedApps(ALICE, words, START);
    expect([apps.length, matching]).toEqual([100, COUNT - 1]);
    const before = (await listMails(200)).length;
    const ids = [...apps.map(({ app }) => app.clientId), "pt_cl_unknown"];
    expect(await removeUnverifiedApps(alice, ["pt_cl_3", ...ids.slice(0, 99)], at(10))).toBe(99);
    expect(await removeUnverifiedApps(alice, ids.slice(99), at(11))).toBe(1);
    expect((await listOwnApps(ALICE, {}, words, at(12))).total).toBe(COUNT - 100);
    expect(await findOwnApp(ALICE, "pt_cl_3", words, at(12)), "verified").not.toBeNull();
    const mails = await listMails(200);
    expect(mails).toHaveLength(before + 2);
    expect(mails.map(({ subject }) => subject)).toContain("99 apps can no longer use your Portico account");
  });
});

describe("removing access", () => {
  it("ends consent, grant, code and every token of this person and app, and of nobody else", async () => {
    const mine = await allowApp(ALICE.userId, clientId);
    const unused = await allowApp(ALICE.userId, clientId, { isRedeemed: false });
    const others = [await allowApp(BOB.userId, clientId), await allowApp(ALICE.userId, notes.clientId)];

    expect((await removeOwnApp(alice, clientId, at(10)))?.name).toBe("Calendar");

    expect(await oauthStore.findConsent(ALICE.userId, clientId)).toBeNull();
    expect((await oauthStore.findAccessToken(mine.accessToken.tokenHash))?.accessToken.revokedAt).toEqual(at(10));
    const refresh = await oauthStore.findRefreshToken(mine.refreshToken.tokenHash);
    expect(refresh?.refreshToken.revokedAt).toEqual(at(10));
    expect(refresh?.grant.revokedAt).toEqual(at(10));
    const { accessToken, refreshToken } = unused;
    expect(await redeemCode(oauthStore, unused.codeHash, at(11), { accessToken, refreshToken })).toBe(false);
    for (const other of others) {
      expect((await oauthStore.findAccessToken(other.accessToken.tokenHash))?.accessToken.revokedAt).toBeNull();
    }
    expect(await oauthStore.findConsent(BOB.userId, clientId)).not.toBeNull();
  });

  it("is recorded, and a second time changes and records nothing", async () => {
    await allowApp(ALICE.userId, clientId);
    await removeOwnApp(alice, clientId, at(10));
    expect(await removeOwnApp(alice, clientId, at(11))).toBeNull();
    const events = await listEvents({ userId: ALICE.userId, clientId, type: "consent.removed", limit: 10 });
    expect(events.filter((event) => event.outcome === "ok").length).toBeGreaterThan(0);
    const before = events.length;
    await removeOwnApp(alice, clientId, at(12));
    expect(await listEvents({ userId: ALICE.userId, clientId, type: "consent.removed", limit: 10 })).toHaveLength(
      before,
    );
  });

  it("tells the person by mail, once, in case it was somebody else", async () => {
    await allowApp(ALICE.userId, clientId);
    const before = (await listMails(100)).length;
    await removeOwnApp(alice, clientId, at(10));
    await removeOwnApp(alice, clientId, at(11));
    const mails = await listMails(100);
    expect(mails).toHaveLength(before + 1);
    expect(mails[0]).toMatchObject({
      recipient: ALICE.email,
      subject: "“Calendar” can no longer use your Portico account",
    });
  });

  it("does nothing to somebody else's consent", async () => {
    const theirs = await allowApp(BOB.userId, clientId);
    expect(await removeOwnApp(alice, clientId, at(10))).toBeNull();
    expect((await oauthStore.findAccessToken(theirs.accessToken.tokenHash))?.accessToken.revokedAt).toBeNull();
  });

  it("says how long a JWT access token, which APIs check by themselves, may live on (RFC 9068)", async () => {
    await allowApp(ALICE.userId, clientId);
    expect((await findOwnApp(ALICE, clientId, words, START))?.remaining, "opaque tokens end at once").toBeNull();
    const jwtApi = { ...CALENDAR_API, tokenFormat: "jwt" as const };
    await seedStore({ ...CONTRACT_SEED, resources: [jwtApi] });
    await allowApp(ALICE.userId, clientId);
    expect((await findOwnApp(ALICE, clientId, words, START))?.remaining).toEqual({ seconds: 15, minutes: 10 });
    expect((await findOwnApp(ALICE, clientId, words, at(590)))?.remaining).toEqual({ seconds: 10, minutes: 1 });
    expect((await findOwnApp(ALICE, clientId, words, at(600)))?.remaining).toBeNull();
  });
});

describe("turning off an optional permission", () => {
  const scopes = ["openid", "calendar:read", "calendar:write"];

  it("takes it out of the consent and of every live token; the rest keeps working", async () => {
    const given = await allowApp(ALICE.userId, clientId, { scopes });
    const result = await keepOptionalScopes(alice, clientId, [], at(10));
    expect(result?.removed).toEqual(["calendar:write"]);
    const consent = await oauthStore.findConsent(ALICE.userId, clientId);
    expect(consent?.scopes.map((scope) => scope.name).sort()).toEqual(["calendar:read", "openid"]);
    expect(consent?.declinedScopes).toEqual(["calendar:write"]);
    const token = await oauthStore.findAccessToken(given.accessToken.tokenHash);
    expect(token?.accessToken).toMatchObject({ scopes: ["openid", "calendar:read"], revokedAt: null });
    const refresh = await oauthStore.findRefreshToken(given.refreshToken.tokenHash);
    expect(refresh?.refreshToken).toMatchObject({ scopes: ["openid", "calendar:read"], revokedAt: null });
    expect(refresh?.grant.scopes).toEqual(["openid", "calendar:read"]);
  });

  it("takes its API along when nothing of that is left, and ends what was for it alone (RFC 8707 §2)", async () => {
    const resources = [CALENDAR_API.identifier, FILES_API.identifier];
    const given = await allowApp(ALICE.userId, clientId, { scopes: ["openid", "calendar:write"], resources });
    await keepOptionalScopes(alice, clientId, [], at(10));
    expect((await oauthStore.findConsent(ALICE.userId, clientId))?.resources).toEqual([FILES_API.identifier]);
    const token = await oauthStore.findAccessToken(given.accessToken.tokenHash);
    expect(token?.accessToken).toMatchObject({ audience: [], revokedAt: at(10) });
    const refresh = await oauthStore.findRefreshToken(given.refreshToken.tokenHash);
    expect(refresh?.grant.resources).toEqual([FILES_API.identifier]);
  });

  it("leaves its API while another permission of that is left", async () => {
    const resources = [CALENDAR_API.identifier];
    const given = await allowApp(ALICE.userId, clientId, { scopes, resources });
    await keepOptionalScopes(alice, clientId, [], at(10));
    expect((await oauthStore.findConsent(ALICE.userId, clientId))?.resources).toEqual(resources);
    const token = await oauthStore.findAccessToken(given.accessToken.tokenHash);
    expect(token?.accessToken).toMatchObject({ audience: resources, revokedAt: null });
  });

  it("takes out the claims it stands for, which the app may have asked for one by one (OIDC Core §5.5)", async () => {
    const { optionalScopes } = WEB_CLIENT;
    const mail = {
      ...WEB_CLIENT,
      scopes: [...WEB_CLIENT.scopes, "email"],
      optionalScopes: [...optionalScopes, "email"],
    };
    await seedStore({ ...CONTRACT_SEED, clients: [mail] });
    const claims = { userinfo: { email: null, name: null }, id_token: { email: { essential: true }, auth_time: null } };
    const given = await allowApp(ALICE.userId, clientId, { scopes: ["openid", "email"], claims });
    await keepOptionalScopes(alice, clientId, [], at(10));
    const token = await oauthStore.findAccessToken(given.accessToken.tokenHash);
    expect(token?.grant?.claims).toEqual({ userinfo: { name: null }, id_token: { auth_time: null } });
  });

  it("never takes a required one, whatever the form sent", async () => {
    await allowApp(ALICE.userId, clientId, { scopes });
    expect((await keepOptionalScopes(alice, clientId, ["calendar:write"], at(10)))?.removed).toEqual([]);
    expect((await findOwnApp(ALICE, clientId, words, START))?.app.scopes).toHaveLength(3);
  });

  it("does nothing to somebody else's consent", async () => {
    await allowApp(BOB.userId, clientId, { scopes });
    expect(await keepOptionalScopes(alice, clientId, [], at(10))).toBeNull();
    expect((await oauthStore.findConsent(BOB.userId, clientId))?.scopes).toHaveLength(3);
  });
});
