import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(path.join(process.cwd(), "app/tokens.css"), "utf8");
const tokens = new Map(
  [...css.matchAll(/--color-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
  ),
);

/** @see WCAG 2.2, "relative luminance" */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, theme: "light" | "dark"): number {
  const [a, b] = [one, other].map((name) => {
    const token = tokens.get(name);
    if (!token) throw new Error(`There is no token ${name}.`);
    return luminance(token[theme]);
  });
  const [high = 0, low = 0] = [a ?? 0, b ?? 0].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["canvas", "surface", "sunken"];
const texts = ["fg", "fg-muted", "fg-subtle", "accent-fg", "danger-fg", "warning-fg", "success-fg", "info-fg"];
const textPairs = [
  ...grounds.flatMap((ground) => texts.map((text) => [text, ground])),
  ...["accent", "danger", "warning", "success", "info"].map((tone) => [`${tone}-soft-fg`, `${tone}-soft`]),
  ...["accent", "accent-hover"].map((fill) => ["on-accent", fill]),
  ...["danger", "danger-hover"].map((fill) => ["on-danger", fill]),
  ["code-fg", "code-bg"],
  ["disabled-fg", "surface"],
] as [string, string][];
const shapePairs = [
  ...grounds.flatMap((ground) => [
    ["border-control", ground],
    ["focus", ground],
    ["accent", ground],
  ]),
  ...[1, 2, 3, 4].map((n) => [`chart-${n}`, "surface"]),
] as [string, string][];

describe.each(["light", "dark"] as const)("colours, %s", (theme) => {
  it.each(textPairs)("text %s can be read on %s (WCAG 1.4.3)", (text, ground) =>
    expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5),
  );

  it.each(shapePairs)("%s can be made out on %s (WCAG 1.4.11)", (shape, ground) =>
    expect(contrast(shape, ground, theme)).toBeGreaterThanOrEqual(3),
  );
});
