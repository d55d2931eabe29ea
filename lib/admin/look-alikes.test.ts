import { expect, it } from "vitest";
import { operator } from "../auth/actor";
import { makeClient, makePerson } from "../clients/testing/people";
import { recordEvent } from "../db/audit/events";
import { getDb } from "../db/driver/database";
import { newId } from "../db/driver/new-id";
import { useTestDatabase } from "../db/testing/test-database";
import { anyEvent } from "../events/testing/any-event";
import { findLookAlikes, nameSkeleton } from "./look-alikes";

useTestDatabase();

it.each([
  ["Acme Calendar", "acme-calendar"],
  ["Acme Calendar", "Acme Ca1endar"],
  ["Acme Calendar", "Асme Саlendar"],
  ["Modern", "Modem"],
  ["PayPal", "PaуPаl"],
])("%s looks like %s", (one, other) => {
  expect(nameSkeleton(one)).toBe(nameSkeleton(other));
});

it("does not take other names for one", () => {
  expect(nameSkeleton("Acme Calendar")).not.toBe(nameSkeleton("Acme Contacts"));
  expect(nameSkeleton("!!!")).toBe("!!!");
});

it("lists apps with like names together, and no others", async () => {
  const first = await makeClient(operator, { name: "Acme Calendar" });
  const second = await makeClient(operator, { name: "ACME  Ca1endar" });
  await makeClient(operator, { name: "Build Notes" });
  const groups = await findLookAlikes(operator);
  expect(groups?.map(({ clients }) => clients.map((client) => client.clientId).sort())).toEqual([
    [first.clientId, second.clientId].sort(),
  ]);
});

it("tells nobody but administrators, and says whom each app has to do with", async () => {
  const developer = await makePerson("developer@example.org");
  expect(await findLookAlikes(developer)).toBeNull();
  expect(await findLookAlikes({ ...developer, isAdmin: true })).toBeNull();
  const administrator = await makePerson("admin@example.org", true);
  const [group] = (await findLookAlikes(administrator)) ?? [];
  const [first] = group?.clients ?? [];
  if (!first) throw new Error("there is no group");
  const { clientId } = first;
  await recordEvent(anyEvent({ type: "client.reported", outcome: "ok", clientId }), "command line");
  const db = await getDb();
  await db.consent.create({ data: { id: newId(), userId: developer.userId, clientId } });
  const [counted] = (await findLookAlikes(administrator)) ?? [];
  const counts = counted?.clients.map(({ people, reports }) => ({ people, reports }));
  expect(counts).toEqual(
    expect.arrayContaining([
      { people: 1, reports: 1 },
      { people: 0, reports: 0 },
    ]),
  );
});
