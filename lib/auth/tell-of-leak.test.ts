import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeClient, makePerson } from "@/lib/clients/testing/people";
import { getDb } from "@/lib/db/driver/database";
import { listMails } from "@/lib/db/people/mails";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import type { Leak, LeakedKind } from "@/lib/oauth/leaks/leak-desk";
import { tellOfLeak } from "./tell-of-leak";

useTestDatabase();

const NOW = new Date("2026-12-01T09:00:00Z");
let owned: string[];
let ownerless: string[];
beforeAll(async () => {
  resetEnv({ PORTICO_ISSUER: "https://id.example.org" });
  resetMasterKey("a secret for tests, 32 characters and more");
  await makePerson("admin@example.org", true);
  const owner = await makePerson("owner@example.org");
  const make = async () => (await makeClient(owner, { redirectUris: ["https://app.example.org/cb"] })).clientId;
  owned = [await make(), await make()];
  ownerless = [await make(), await make()];
  await (await getDb()).client.updateMany({ where: { id: { in: ownerless } }, data: { ownerId: null } });
});
beforeEach(async () => {
  const db = await getDb();
  await db.mail.deleteMany();
  await db.rateLimit.deleteMany();
});

const leak = (clientId: string | null, kind: LeakedKind): Leak => {
  return { kind, clientId, userId: null, hint: null, wasLive: true };
};
const recipients = async () => (await listMails(50)).map(({ recipient }) => recipient);

async function tell(times: number, found: Leak, now = NOW): Promise<void> {
  for (let n = 0; n < times; n += 1) await tellOfLeak(found, {}, now);
}

describe("of a leaked credential", () => {
  it("the owner of the app is told by at most five mails an hour, of each kind and app by itself", async () => {
    const [first = "", second = ""] = owned;
    await tell(7, leak(first, "refresh_token"));
    expect(await recipients()).toEqual(Array(5).fill("owner@example.org"));
    await tell(1, leak(first, "client_secret"));
    await tell(1, leak(second, "refresh_token"));
    expect(await recipients()).toHaveLength(7);
    await tell(1, leak(first, "refresh_token"), new Date(NOW.getTime() + 3_601_000));
    expect(await recipients()).toHaveLength(8);
  });

  it("administrators are told of apps without an owner five times an hour, however many such apps there are", async () => {
    for (const clientId of ownerless) await tell(4, leak(clientId, "registration_token"));
    expect(await recipients()).toEqual(Array(5).fill("admin@example.org"));
    await tell(1, leak(null, "registration_token"));
    expect(await recipients()).toHaveLength(6);
  });

  it("nobody is mailed about an access token, which anybody can get and which lasts minutes", async () => {
    await tell(1, leak(owned[0] ?? "", "access_token"));
    expect(await recipients()).toEqual([]);
  });
});
