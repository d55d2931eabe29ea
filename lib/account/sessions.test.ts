import { beforeEach, expect, it } from "vitest";
import { insertSession, listSessions } from "../db/people/sessions";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { ALICE, at, BOB, CONTRACT_SEED, START, WEB_CLIENT } from "../oauth/testing/fixtures";
import type { ActingUser } from "./acting-user";
import { listOwnSessions, signOutOtherSessions, signOutOwnSession } from "./sessions";
import { allowApp } from "./testing/allow-app";

useTestDatabase();

const here = "018f4a00-0000-7000-8000-000000005e01";
const phone = "018f4a00-0000-7000-8000-000000005e02";
const theirs = "018f4a00-0000-7000-8000-000000005e03";

const me: ActingUser = {
  source: { ipAddress: "192.0.2.1", requestId: null },
  answerLocale: "en",
  locale: null,
  picturePath: null,
  userId: ALICE.userId,
  email: ALICE.email,
  name: ALICE.name,
  isAdmin: false,
  isSupport: false,
  browsersForgottenAt: null,
  sessionId: here,
  authenticatedAt: START,
  amr: ["pwd"],
};

beforeEach(async () => {
  await seedStore(CONTRACT_SEED);
  const seen = { [here]: at(0), [phone]: at(500), [theirs]: at(0) };
  for (const [sessionId, lastSeenAt] of Object.entries(seen)) {
    await insertSession({
      sessionId,
      tokenHash: `hash of ${sessionId}`,
      userId: sessionId === theirs ? BOB.userId : ALICE.userId,
      authenticatedAt: START,
      amr: ["pwd"],
      ipAddress: "192.0.2.1",
      userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      createdAt: START,
      lastSeenAt,
      expiresAt: at(30 * 86_400),
    });
  }
});

it("shows this device first, with what it is and the apps that were signed in from it", async () => {
  await allowApp(ALICE.userId, WEB_CLIENT.clientId, { sessionId: phone });
  const sessions = await listOwnSessions(me, at(600));
  expect(sessions.map(({ sessionId, isCurrent, appNames }) => ({ sessionId, isCurrent, appNames }))).toEqual([
    { sessionId: here, isCurrent: true, appNames: [] },
    { sessionId: phone, isCurrent: false, appNames: ["Calendar"] },
  ]);
  expect(sessions[0]?.device).toEqual({ browser: "Firefox", system: "Linux" });
});

it("does not show one that was idle for a week: it cannot be used any more", async () => {
  expect(await listOwnSessions(me, at(7 * 86_400 + 1))).toMatchObject([{ sessionId: phone }]);
});

it("signs out one device", async () => {
  expect((await signOutOwnSession(me, phone, at(10)))?.sessionId).toBe(phone);
  expect((await listOwnSessions(me, at(11))).map((session) => session.sessionId)).toEqual([here]);
  expect(await signOutOwnSession(me, phone, at(12)), "a second time there is nothing").toBeNull();
});

it.each([theirs, "018f4a00-0000-7000-8000-00000000dead", "not an id"])(
  "does not sign out a session that is not the person's own: %s",
  async (sessionId) => {
    expect(await signOutOwnSession(me, sessionId, at(10))).toBeNull();
    expect(await listSessions(BOB.userId, at(11))).toHaveLength(1);
  },
);

it("signs out all other devices, and only the person's own", async () => {
  expect(await signOutOtherSessions(me, at(10))).toBe(1);
  expect((await listOwnSessions(me, at(11))).map((session) => session.sessionId)).toEqual([here]);
  expect(await listSessions(BOB.userId, at(11))).toHaveLength(1);
  expect(await signOutOtherSessions(me, at(12))).toBe(0);
});

it("wants a fresh proof of who it is (OWASP ASVS 5.0 7.5.2)", async () => {
  await expect(signOutOwnSession(me, phone, at(601))).rejects.toThrow("older than ten minutes");
  await expect(signOutOtherSessions(me, at(601))).rejects.toThrow("older than ten minutes");
  expect(await listSessions(ALICE.userId, at(601))).toHaveLength(2);
});

it.each([
  ["one device", () => signOutOwnSession(me, phone, at(600))],
  ["all other devices", () => signOutOtherSessions(me, at(600))],
])(
  "signing out %s ends what apps may do only while the person is there, and its status lists say so",
  async (_case, signOut) => {
    const listId = "018f4a00-0000-7000-8000-00000005a115";
    const resource = "https://calendar.example/api";
    await oauthStore.createStatusList({ listId, resource, createdAt: START, expiresAt: at(9999) });
    const allow = (sessionId: string, offlineAccess: boolean, statusIndex: number) =>
      allowApp(ALICE.userId, WEB_CLIENT.clientId, {
        sessionId,
        offlineAccess,
        token: { statusListId: listId, statusIndex, expiresAt: at(900) },
      });
    const gone = await allow(phone, false, 1);
    await allow(phone, true, 2);
    await allow(here, false, 3);
    await signOut();
    expect((await oauthStore.findAccessToken(gone.accessToken.tokenHash))?.accessToken.revokedAt).toEqual(at(600));
    expect((await oauthStore.findStatusList(listId, at(601)))?.revoked).toEqual([1]);
  },
);
