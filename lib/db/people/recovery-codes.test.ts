import { expect, it } from "vitest";
import { newPerson } from "../testing/new-person";
import { useTestDatabase } from "../testing/test-database";
import { countRecoveryCodes, replaceRecoveryCodes } from "./recovery-codes";

useTestDatabase();

it("three replacements of the recovery codes at the same moment leave one set (ASVS 6.5.1)", async () => {
  for (let round = 0; round < 10; round += 1) {
    const userId = await newPerson();
    const sets = [0, 1, 2].map((set) => Array.from({ length: 10 }, (_, n) => `${userId}-${set}-${n}`));
    await Promise.all(
      sets.map((hashes) => replaceRecoveryCodes({ userId, browsersForgottenAt: null }, hashes, new Date())),
    );
    expect(await countRecoveryCodes(userId)).toBe(10);
  }
});
