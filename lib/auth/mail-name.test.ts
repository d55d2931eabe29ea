import { expect, it } from "vitest";
import { toMailName } from "./mail-name";

it.each([
  ["Acme Calendar", "Acme Calendar"],
  ["Call 1. Mum", "Call 1. Mum"],
  ["달력", "달력"],
  ["win at https://evil.example/now", "win at https\u2236//evil\u2024example/now"],
  ["www.evil.example", "www\u2024evil\u2024example"],
  ["a\r\nBcc: b@example.org", "aBcc: b@example\u2024org"],
  ["safe\u202eelpmaxe", "safeelpmaxe"],
  ["x".repeat(80), `${"x".repeat(47)}…`],
])("a name in a mail is no link, and disguises nothing: %j is %j", (name, shown) => {
  expect(toMailName(name)).toBe(shown);
});
