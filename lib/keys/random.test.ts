import { expect, it } from "vitest";
import { takeRandom } from "./random";

it("gives out each byte once, in any size, over the end of what was fetched", () => {
  const sizes = [1, 16, 32, 4_095, 4_096, 5_000, 32, 32];
  const given = sizes.map(takeRandom);
  expect(given.map((bytes) => bytes.length)).toEqual(sizes);
  for (const bytes of given.filter(({ length }) => length >= 16)) expect(new Set(bytes).size).toBeGreaterThan(8);
  const secrets = Array.from({ length: 1_000 }, () => Buffer.from(takeRandom(16)).toString("hex"));
  expect(new Set(secrets).size).toBe(1_000);
});

it("gives copies: what a caller does to its bytes reaches nobody else", () => {
  const first = takeRandom(32);
  const copy = [...first];
  takeRandom(32).fill(0);
  expect([...first]).toEqual(copy);
});
