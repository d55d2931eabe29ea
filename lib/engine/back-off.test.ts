import { expect, it } from "vitest";
import { BackOff } from "./back-off.mjs";

it("waits ever longer for a process that dies again and again, up to half a minute", () => {
  const backOff = new BackOff();
  const delays = Array.from({ length: 7 }, () => backOff.delayAfter("pages", 500));
  expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

it("begins anew for one that ran for a while", () => {
  const backOff = new BackOff();
  backOff.delayAfter("pages", 500);
  backOff.delayAfter("pages", 500);
  expect(backOff.delayAfter("pages", 61_000)).toBe(1_000);
});

it("counts for each role by itself: pages that die do not hold up the protocol", () => {
  const backOff = new BackOff();
  for (let n = 0; n < 10; n += 1) backOff.delayAfter("pages", 500);
  expect(backOff.delayAfter("protocol", 500)).toBe(1_000);
});
