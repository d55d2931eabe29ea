import { expect, it } from "vitest";
import { useTestDatabase } from "../testing/test-database";
import { getDb } from "./database";
import { newId } from "./new-id";

useTestDatabase();

it("reads back what it wrote, times to the millisecond and in UTC", async () => {
  const db = await getDb();
  const at = new Date("2026-03-29T01:30:00.123Z");
  const id = newId();
  await db.user.create({ data: { id, email: "user@example.org", emailVerifiedAt: at, claims: { zoneinfo: "UTC" } } });
  const user = await db.user.findUniqueOrThrow({ where: { id } });
  expect(user.emailVerifiedAt).toEqual(at);
  expect(user.claims).toEqual({ zoneinfo: "UTC" });
});
