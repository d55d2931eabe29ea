import { contrastOf, mix } from "./contrast";
import { readTokenColours } from "./design-tokens";

/** The accent colour in the light and in the dark theme, as `#rrggbb`. */
export interface Accent {
  light: string;
  dark: string;
}

export type Theme = keyof Accent;

/** The accent that Portico comes with, as `app/tokens.css` has it; a test compares them. */
export const SHIPPED_ACCENT = { light: "#0b6a70", dark: "#45b8b4" };

/** The least contrast of text. @see WCAG 2.2, 1.4.3 */
export const MIN_TEXT_CONTRAST = 4.5;

/** The least contrast of buttons and marks with what is around them. @see WCAG 2.2, 1.4.11 */
export const MIN_CONTROL_CONTRAST = 3;

/** What the accent may lie on. */
const GROUNDS = ["canvas", "surface", "sunken"];

function colourOf(token: string, theme: Theme): string {
  const found = readTokenColours().get(token);
  if (!found) throw new Error(`There is no token ${token}.`);
  return found[theme];
}

/** The lower of the contrasts of what the accent is used for in a theme. */
export interface AccentContrast {
  /** links on every ground of a page, and the words on buttons */
  text: number;
  /** buttons on every ground */
  control: number;
}

/** How well an accent can be read and made out in a theme. */
export function judgeAccent(accent: string, theme: Theme): AccentContrast {
  const control = Math.min(...GROUNDS.map((ground) => contrastOf(accent, colourOf(ground, theme))));
  return { control, text: Math.min(control, contrastOf(accent, wordsOn(accent))) };
}

/** Whether an accent may be used in a theme. */
export function isReadable({ text, control }: AccentContrast): boolean {
  return text >= MIN_TEXT_CONTRAST && control >= MIN_CONTROL_CONTRAST;
}

/** White or near-black, whichever can be read better on a colour. */
function wordsOn(colour: string): string {
  const [white, black] = ["#ffffff", colourOf("canvas", "dark")];
  return contrastOf(white, colour) >= contrastOf(black, colour) ? white : black;
}

/** The tokens of a theme that follow from its accent. */
function paletteOf(accent: string, theme: Theme): Record<string, string> {
  const away = theme === "light" ? "#000000" : "#ffffff";
  const soft = mix(accent, colourOf("surface", theme), theme === "light" ? 0.12 : 0.2);
  let share = 1;
  while (share > 0 && contrastOf(mix(accent, away, share), soft) < MIN_TEXT_CONTRAST + 1) share -= 0.05;
  return {
    accent,
    "accent-hover": mix(accent, wordsOn(accent) === "#ffffff" ? "#000000" : "#ffffff", 0.82),
    "on-accent": wordsOn(accent),
    "accent-fg": accent,
    "accent-soft": soft,
    "accent-soft-fg": mix(accent, away, Math.max(share, 0)),
  };
}

/** The tokens of an accent, in both themes, by the names of the tokens without `--color-`. */
export function makePalette({ light, dark }: Accent): Map<string, { light: string; dark: string }> {
  const [inLight, inDark] = [paletteOf(light, "light"), paletteOf(dark, "dark")];
  return new Map(
    Object.entries(inLight).map(([name, colour]) => [name, { light: colour, dark: inDark[name] ?? dark }]),
  );
}

/** The rule by which a page takes on an accent; null for the one that Portico comes with. */
export function styleOf(accent: Accent): string | null {
  if (accent.light === SHIPPED_ACCENT.light && accent.dark === SHIPPED_ACCENT.dark) return null;
  const colours = [...makePalette(accent)].map(
    ([name, { light, dark }]) => `--color-${name}:light-dark(${light},${dark})`,
  );
  return `:root{${colours.join(";")}}`;
}
