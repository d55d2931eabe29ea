import { expect, it } from "vitest";
import { nameSkeleton } from "./name-skeleton";

it.each([
  ["Acme Calendar", "acme-calendar"],
  ["Acme Calendar", "Acme Ca1endar"],
  ["Acme Calendar", "Асme Саlendar"],
  ["Modern", "Modem"],
  ["PayPal", "PaуPаl"],
  ["Portico", "ΡORTІCО"],
  ["Portico", "𝐏𝕠rtіcо"],
  ["Vault", "ꓦault"],
  ["Küche", "Kuche"],
])("%s looks like %s", (one, other) => {
  expect(nameSkeleton(one)).toBe(nameSkeleton(other));
});

it("does not take other names for one", () => {
  expect(nameSkeleton("Acme Calendar")).not.toBe(nameSkeleton("Acme Contacts"));
  expect(nameSkeleton("!!!")).toBe("!!!");
});
