import { expect, it } from "vitest";
import { getEnv } from "../../env";
import { useTestDatabase } from "../testing/test-database";
import { seedBuiltInScopes } from "./built-in-scopes";
import { getDb } from "./database";
import { newId } from "./new-id";

useTestDatabase();

const ownerOf = async (name: string) => {
  const db = await getDb();
  const found = await db.scope.findUnique({ where: { name }, select: { resource: { select: { identifier: true } } } });
  return found?.resource?.identifier;
};

it("moves the scopes of the portal's own API to its address under a new issuer, and leaves those of other APIs", async () => {
  const db = await getDb();
  const own = `${getEnv().issuer}/api/v1`;
  await db.resource.deleteMany();
  await db.scope.deleteMany();
  const [former, foreign] = ["https://former.example/api/v1", "https://calendar.example/api/v1"];
  for (const [identifier, name] of [
    [former, "account:apps"],
    [foreign, "consents"],
  ] as const) {
    await db.resource.create({ data: { id: newId(), identifier, name: identifier, scopes: { create: { name } } } });
  }
  await seedBuiltInScopes(db);
  expect([await ownerOf("account:apps"), await ownerOf("account:read")]).toEqual([own, own]);
  expect(await ownerOf("consents")).toBe(foreign);
});
