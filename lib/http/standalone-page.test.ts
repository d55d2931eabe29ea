import { describe, expect, it } from "vitest";
import { contrastOf } from "../settings/contrast";
import { readTokenColours } from "../settings/design-tokens";

const tokens = readTokenColours();

function contrast(one: string, other: string, theme: "light" | "dark"): number {
  const [a, b] = [one, other].map((name) => {
    const token = tokens.get(name);
    if (!token) throw new Error(`There is no token ${name}.`);
    return token[theme];
  });
  return contrastOf(a ?? "", b ?? "");
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
