import { expect, it } from "vitest";
import { useTestDatabase } from "../testing/test-database";
import { getDb } from "./database";
import { newId } from "./new-id";
import { inTransaction } from "./transaction";

useTestDatabase();

/** Makes the database refuse the transaction, as it does for the loser of two that wait for each other. */
const refusals = { "a deadlock": "40P01", "a conflict of two writes": "40001" };

const countPeople = async () => (await getDb()).user.count();

for (const [what, code] of Object.entries(refusals)) {
  it(`runs a transaction again that the database ended because of ${what}, and writes once`, async () => {
    const before = await countPeople();
    let runs = 0;
    const answer = await inTransaction(async (tx) => {
      runs += 1;
      await tx.user.create({ data: { id: newId(), email: `user-${code}-${runs}@example.org` } });
      if (runs < 3) await tx.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '${code}'; END $$`);
      return runs;
    });
    expect(answer).toBe(3);
    expect(await countPeople()).toBe(before + 1);
  });

  it(`gives up after five runs that ended by ${what}, with the database's error`, async () => {
    let runs = 0;
    const always = inTransaction(async (tx) => {
      runs += 1;
      await tx.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '${code}'; END $$`);
    });
    await expect(always).rejects.toThrow();
    expect(runs).toBe(5);
  });
}

it("runs a transaction once that failed for any other reason, and writes nothing", async () => {
  const before = await countPeople();
  let runs = 0;
  const failing = inTransaction(async (tx) => {
    runs += 1;
    await tx.user.create({ data: { id: newId(), email: "user@example.org" } });
    await tx.user.create({ data: { id: newId(), email: "user@example.org" } });
  });
  await expect(failing).rejects.toThrow();
  expect(runs).toBe(1);
  expect(await countPeople()).toBe(before);
});
