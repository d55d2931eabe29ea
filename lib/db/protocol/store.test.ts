import { afterAll, beforeAll, describe } from "vitest";
import { describeStoreContract } from "../../oauth/testing/store-contract";
import { getDb } from "../driver/database";
import { tables } from "../generated/tables";
import { seedStore } from "../testing/seed-store";
import { useTestDatabase } from "../testing/test-database";
import { oauthStore } from "./store";

useTestDatabase();

describeStoreContract("the store in the database", async (seed) => {
  await seedStore(seed);
  return oauthStore;
});

// A version runs on the schema of the next one while a portal is upgraded. What its statements prepared before stays
// prepared.
describe("after a newer version added columns to every table", () => {
  const changeAll = async (change: string) => {
    const db = await getDb();
    for (const { table } of Object.values(tables)) await db.$executeRawUnsafe(`ALTER TABLE ${table} ${change}`);
  };
  beforeAll(() => changeAll("ADD COLUMN newer TEXT, ADD COLUMN newer_filled INTEGER NOT NULL DEFAULT 7"));
  afterAll(() => changeAll("DROP COLUMN newer, DROP COLUMN newer_filled"));

  describeStoreContract("the store in the database", async (seed) => {
    await seedStore(seed);
    return oauthStore;
  });
});
