import { describeStoreContract } from "../../oauth/testing/store-contract";
import { seedStore } from "../testing/seed-store";
import { useTestDatabase } from "../testing/test-database";
import { oauthStore } from "./store";

useTestDatabase();

describeStoreContract("the store in the database", async (seed) => {
  await seedStore(seed);
  return oauthStore;
});
