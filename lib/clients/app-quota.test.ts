import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { type Actor, operator } from "../auth/actor";
import { countClientsOf } from "../db/clients/clients";
import { getDb } from "../db/driver/database";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { wordsFor } from "../i18n/words";
import { resetMasterKey } from "../keys/secret";
import { deleteClient, restoreClient } from "./delete-client";
import { registerClient } from "./register-client";
import { sentenceOf } from "./result";
import { makeClient, makePerson, manage } from "./testing/people";

useTestDatabase();

let people = 0;
let developer: Actor & { userId: string };
beforeEach(async () => {
  resetEnv({ PORTICO_APPS_PER_ACCOUNT: "3", PORTICO_RATE_LIMITS: "on" });
  resetMasterKey("a secret for tests, of 32 characters or more");
  people += 1;
  developer = await makePerson(`developer-${people}@example.org`);
});
afterAll(() => {
  resetEnv();
  resetMasterKey();
});

const register = (actor: Actor) => registerClient(actor, { name: "Acme Calendar", kind: "service" });

async function refusalOf(result: Promise<Awaited<ReturnType<typeof register>>>): Promise<string> {
  const answer = await result;
  return answer.ok ? "registered" : sentenceOf(answer.problem, wordsFor("en"));
}

describe("the apps of one account", () => {
  it("are so many at most, which is told with the number; a deleted one makes room", async () => {
    const first = await makeClient(developer, { name: "Acme Calendar" });
    await makeClient(developer, { name: "Acme Calendar" });
    await makeClient(developer, { kind: "service", requestKey: "the third" });
    const again = { name: "Acme Calendar", kind: "service", requestKey: "the third" } as const;
    expect(await registerClient(developer, again)).toMatchObject({ problem: { key: "already_registered" } });
    expect(await refusalOf(register(developer))).toContain("You have 3 apps, as many as one account may have.");
    await deleteClient(await manage(developer, first.clientId), "Acme Calendar");
    expect((await register(developer)).ok).toBe(true);
    expect(await restoreClient(developer, first.clientId)).toMatchObject({ problem: { key: "too_many_apps" } });
  });

  it("are no more than that when several are registered, restored or taken at the same moment", async () => {
    const deleted = await makeClient(developer, { name: "Acme Calendar" });
    await deleteClient(await manage(developer, deleted.clientId), "Acme Calendar");
    const results = await Promise.all([
      ...Array.from({ length: 4 }, () => register(developer)),
      restoreClient(developer, deleted.clientId),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(3);
    expect(await countClientsOf(developer.userId)).toBe(3);
    for (const result of results.filter(({ ok }) => !ok)) {
      expect(result).toMatchObject({ problem: { key: "too_many_apps" } });
    }
  });

  it("count for their owner alone, and have no limit for administrators and the operator", async () => {
    for (let n = 0; n < 3; n += 1) await makeClient(developer, { name: "Acme Calendar" });
    const other = await makePerson(`other-${people}@example.org`);
    expect((await register(other)).ok).toBe(true);
    const administrator = await makePerson(`admin-${people}@example.org`, true);
    for (let n = 0; n < 4; n += 1) {
      expect((await register(administrator)).ok).toBe(true);
      expect((await register(operator)).ok).toBe(true);
    }
  });

  it("come at a pace: many within an hour are too many, although each was deleted", async () => {
    resetEnv({ PORTICO_RATE_LIMITS: "on" });
    const db = await getDb();
    for (let n = 0; n < 60; n += 1) {
      expect((await register(developer)).ok).toBe(true);
      await db.client.updateMany({ where: { ownerId: developer.userId }, data: { deletedAt: new Date() } });
    }
    expect(await refusalOf(register(developer))).toMatch(
      /^You registered 60 apps within an hour\. Wait (?:60|59) minutes, then try again\.$/,
    );
  });
});
