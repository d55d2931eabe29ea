import { afterAll, beforeAll, expect, it } from "vitest";
import { type Actor, operator } from "../auth/actor";
import { makePerson } from "../clients/testing/people";
import { listEvents } from "../db/audit/list-events";
import { useTestDatabase } from "../db/testing/test-database";
import { resetMasterKey } from "../keys/secret";
import { listSigningKeys, rotateSigningKey } from "./signing-keys";

useTestDatabase();

const now = new Date("2026-03-03T12:00:00.000Z");
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
let administrator: Actor & { userId: string };
beforeAll(async () => {
  resetMasterKey("a secret for tests, of 32 characters or more");
  administrator = await makePerson("admin@example.org", true);
});
afterAll(() => resetMasterKey());

const phases = async (time: Date) =>
  (await listSigningKeys(administrator, time))?.map(({ alg, phase }) => `${alg} ${phase}`);

it("shows which key signs, which signs next and which have retired, and nothing private", async () => {
  expect(await phases(now)).toEqual(["ES256 current", "RS256 current"]);
  expect(await rotateSigningKey(administrator, "ES256", now)).toEqual({ activeAt: later(15) });
  expect(await phases(later(1))).toEqual(["ES256 next", "ES256 current", "RS256 current"]);
  expect(await rotateSigningKey(administrator, "ES256", later(14))).toEqual({ problem: "waiting" });
  expect(await phases(later(15))).toEqual(["ES256 current", "ES256 retired", "RS256 current"]);
  expect(await phases(later(15 + 24 * 60))).toEqual(["ES256 current", "RS256 current"]);
  const [key] = (await listSigningKeys(operator, now)) ?? [];
  expect(Object.keys(key ?? {}).sort()).toEqual([
    ...["activeAt", "alg", "createdAt", "expiresAt", "kid", "phase", "retiredAt"],
  ]);
});

it("leaves an event with who rotated", async () => {
  const [event] = await listEvents({ userId: administrator.userId, type: "keys.rotated", limit: 1 });
  expect(event?.data.alg).toBe("ES256");
});

it("is nobody's business but administrators', whoever says they are one", async () => {
  const developer = await makePerson("developer@example.org");
  for (const actor of [developer, { ...developer, isAdmin: true }]) {
    expect(await listSigningKeys(actor, now)).toBeNull();
    expect(await rotateSigningKey(actor, "RS256", now)).toEqual({ problem: "forbidden" });
  }
});
