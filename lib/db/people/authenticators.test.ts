import { expect, it } from "vitest";
import { newPerson } from "../testing/new-person";
import { useTestDatabase } from "../testing/test-database";
import { confirmAuthenticator, findPendingAuthenticator, insertPendingAuthenticator } from "./authenticators";

useTestDatabase();

const now = new Date();

it("of two authenticator apps that are confirmed at the same moment, one stays (ASVS 6.5.1)", async () => {
  for (let round = 0; round < 10; round += 1) {
    const userId = await newPerson();
    const waiting: string[] = [];
    for (const minute of [0, 1]) {
      const at = new Date(now.getTime() + minute * 60_000);
      const place = { userId, shownTo: crypto.randomUUID() };
      await insertPendingAuthenticator(place, { secretJwe: `sealed ${minute}`, before: new Date(0) }, at);
      const pending = await findPendingAuthenticator(place, new Date(0));
      waiting.push(pending?.authenticatorId ?? "");
    }
    const confirmed = await Promise.all(
      waiting.map((authenticatorId, step) =>
        confirmAuthenticator({ userId, authenticatorId }, { step, isFirst: false }, now),
      ),
    );
    expect(confirmed.filter(Boolean)).toHaveLength(1);
  }
});
