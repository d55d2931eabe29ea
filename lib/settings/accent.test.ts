import { describe, expect, it } from "vitest";
import { isReadable, judgeAccent, makePalette, SHIPPED_ACCENT, styleOf } from "./accent";
import { contrastOf } from "./contrast";
import { readTokenColours } from "./design-tokens";

const themes = ["light", "dark"] as const;

describe("an accent colour", () => {
  it("that Portico comes with is the one of its design tokens, and needs no style of its own", () => {
    expect(readTokenColours().get("accent")).toEqual(SHIPPED_ACCENT);
    expect(styleOf(SHIPPED_ACCENT)).toBeNull();
    for (const theme of themes) expect(isReadable(judgeAccent(SHIPPED_ACCENT[theme], theme))).toBe(true);
  });

  it.each([
    ["#0b57a4", "#7fb8f5"],
    ["#a31515", "#ff9a91"],
    ["#6d4bc3", "#a98bf0"],
    ["#000000", "#ffffff"],
  ])("of %s and %s makes tokens whose text can be read wherever it lies (WCAG 1.4.3)", (light, dark) => {
    const palette = makePalette({ light, dark });
    for (const theme of themes) {
      const of = (name: string) => palette.get(name)?.[theme] ?? readTokenColours().get(name)?.[theme] ?? "";
      for (const [text, ground] of [
        ["accent-fg", "canvas"],
        ["accent-fg", "surface"],
        ["accent-fg", "sunken"],
        ["on-accent", "accent"],
        ["on-accent", "accent-hover"],
        ["accent-soft-fg", "accent-soft"],
      ] as const) {
        expect(contrastOf(of(text), of(ground)), `${text} on ${ground}, ${theme}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(styleOf({ light, dark })).toContain(`--color-accent:light-dark(${light},${dark});`);
  });

  it("is judged by the ground on which it is worst", () => {
    expect(judgeAccent("#ffffff", "light")).toMatchObject({ control: 1 });
    expect(isReadable(judgeAccent("#767676", "light"))).toBe(false);
    expect(isReadable(judgeAccent("#767676", "dark"))).toBe(false);
  });
});
