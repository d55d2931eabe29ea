import { beforeEach, expect, it } from "vitest";
import { getDb } from "../db/driver/database";
import { toDay } from "../db/people/directory";
import { listSessions } from "../db/people/sessions";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { ALICE, at, BOB, CONTRACT_SEED } from "../oauth/testing/fixtures";
import { createSession, findSession } from "./session";
import { SESSIONS_PER_PERSON } from "./session-limits";

useTestDatabase();

beforeEach(() => seedStore(CONTRACT_SEED));

/** Signs in with a new browser; answers the cookie that it then sends. */
async function signIn(userId: string, seconds: number): Promise<Headers> {
  const request = new Request("http://localhost:3000/login/submit", { method: "POST" });
  const { setCookies } = await createSession({ userId, amr: ["pwd"], request }, at(seconds));
  return new Headers({ cookie: setCookies.map((cookie) => cookie.split(";")[0]).join("; ") });
}

it("one person has so many sessions at most: with more sign-ins, those end that were used the longest ago", async () => {
  const first = await signIn(ALICE.userId, 0);
  const second = await signIn(ALICE.userId, 1);
  const ofAnother = await signIn(BOB.userId, 2);
  // The first browser is used meanwhile.
  expect(await findSession(first, at(100))).not.toBeNull();
  for (let count = 2; count <= SESSIONS_PER_PERSON; count += 1) await signIn(ALICE.userId, 100 + count);
  const later = at(101 + SESSIONS_PER_PERSON);
  expect(await listSessions(ALICE.userId, later)).toHaveLength(SESSIONS_PER_PERSON);
  expect(await findSession(first, later)).not.toBeNull();
  expect(await findSession(second, later)).toBeNull();
  expect(await findSession(ofAnother, later)).not.toBeNull();
});

it("sessions that are over take nobody's place", async () => {
  const month = 31 * 86_400;
  for (let count = 0; count < SESSIONS_PER_PERSON; count += 1) await signIn(ALICE.userId, 0);
  const after = await signIn(ALICE.userId, month);
  expect(await findSession(after, at(month))).not.toBeNull();
  const db = await getDb();
  expect(await db.session.count({ where: { revokedAt: { not: null } } })).toBe(0);
  expect(await listSessions(ALICE.userId, at(month))).toHaveLength(1);
});

it("the day on which a person was last seen is that of the last use, also after a clock ran ahead", async () => {
  const day = 86_400;
  const readSeen = async () => {
    const user = await (await getDb()).user.findUnique({ where: { id: ALICE.userId }, select: { seenOn: true } });
    const [session] = await listSessions(ALICE.userId, at(0));
    return [user?.seenOn && toDay(user.seenOn), session?.lastSeenAt];
  };
  const browser = await signIn(ALICE.userId, 0);
  expect(await findSession(browser, at(5 * day))).not.toBeNull();
  expect(await readSeen()).toEqual([toDay(at(5 * day)), at(5 * day)]);
  expect(await findSession(browser, at(0))).not.toBeNull();
  expect(await readSeen()).toEqual([toDay(at(0)), at(0)]);
  expect(await findSession(browser, at(day))).not.toBeNull();
  expect(await readSeen()).toEqual([toDay(at(day)), at(day)]);
});

it("a session that a clock which ran ahead dated in the future is over: it would live longer by as much", async () => {
  const browser = await signIn(ALICE.userId, 3600);
  expect(await findSession(browser, at(3600 - 30)), "the clocks of two instances").not.toBeNull();
  expect(await findSession(browser, at(3600 - 31))).toBeNull();
});

it("a session whose last use lies in the future counts as unused since its proof", async () => {
  const day = 86_400;
  const browser = await signIn(ALICE.userId, 0);
  expect(await findSession(browser, at(6 * day))).not.toBeNull();
  await (await getDb()).session.updateMany({ data: { lastSeenAt: at(20 * day) } });
  expect(await findSession(browser, at(8 * day)), "idle for more than seven days").toBeNull();
  expect(await findSession(browser, at(6 * day))).not.toBeNull();
});
