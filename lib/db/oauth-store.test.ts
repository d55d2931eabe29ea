import { describeStoreContract } from "../oauth/testing/store-contract";
import { oauthStore } from "./oauth-store";
import { seedStore } from "./testing/seed-store";
import { useTestDatabase } from "./testing/test-database";

useTestDatabase();

describeStoreContract("the store in the database", async (seed) => {
  await seedStore(seed);
  return oauthStore;
});
