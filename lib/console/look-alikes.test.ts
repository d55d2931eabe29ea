import { expect, it } from "vitest";
import { useTestDatabase } from "../db/testing/test-database";
import { operator } from "./authorise";
import { findLookAlikes, nameSkeleton } from "./look-alikes";
import { makeClient } from "./testing/people";

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
  const groups = await findLookAlikes();
  expect(groups.map(({ clients }) => clients.map((client) => client.clientId).sort())).toEqual([
    [first.clientId, second.clientId].sort(),
  ]);
});
