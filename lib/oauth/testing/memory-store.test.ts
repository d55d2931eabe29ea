import { MemoryStore } from "./memory-store";
import { describeStoreContract } from "./store-contract";

describeStoreContract("the store in memory", async (seed) => new MemoryStore(seed));
