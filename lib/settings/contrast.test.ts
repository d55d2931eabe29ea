import { expect, it } from "vitest";
import { contrastOf, formatRatio, mix } from "./contrast";

it.each([
  ["#000000", "#ffffff", "21.0"],
  ["#ffffff", "#ffffff", "1.0"],
  ["#767676", "#ffffff", "4.5"],
  ["#777777", "#ffffff", "4.4"],
  ["#ff0000", "#ffffff", "3.9"],
])("the contrast of %s and %s is %s : 1 (WCAG 2.2, contrast ratio)", (one, other, ratio) => {
  expect(formatRatio(contrastOf(one, other))).toBe(ratio);
  expect(contrastOf(other, one)).toBe(contrastOf(one, other));
});

it("mixes colours by their shares", () => {
  expect(mix("#ff0000", "#0000ff", 1)).toBe("#ff0000");
  expect(mix("#ffffff", "#000000", 0.5)).toBe("#808080");
});
