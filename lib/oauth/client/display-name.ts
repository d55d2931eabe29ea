import { removeHiddenCharacters } from "./name-characters";

/** Characters that no typeface has: private-use characters, and those that Unicode has not assigned. */
const SHAPELESS = /[\p{Co}\p{Cn}]/gu;
/** Longer names are cut: a name must not push what matters out of sight. */
const MAX_LENGTH = 48;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** A name that somebody else chose, without characters that could disguise it or affect the text around it. */
export function cleanName(name: string): string {
  const visible = removeHiddenCharacters(name.normalize("NFC").replace(SHAPELESS, "")).replace(/\s+/gu, " ").trim();
  // Stacked accents would cover the lines above.
  const calm = visible.replace(/(\p{M}{2})\p{M}+/gu, "$1");
  if ([...calm].length <= MAX_LENGTH) return calm || "?";
  return `${cut(calm)}…`;
}

/** As many whole characters as fit, counted as people see them: an emoji may consist of several code points. */
function cut(name: string): string {
  let kept = "";
  let length = 0;
  for (const { segment } of graphemes.segment(name)) {
    length += [...segment].length;
    if (length >= MAX_LENGTH) return kept;
    kept += segment;
  }
  return kept;
}

const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
];

/**
 * Whether one word mixes alphabets whose letters look alike, as disguised names do ("Аcme" with a Cyrillic A).
 * @see Unicode Technical Standard #39 §5.1
 */
export function mixesAlphabets(name: string): boolean {
  return name.split(/[^\p{L}\p{M}]+/u).some((word) => SCRIPTS.filter((script) => script.test(word)).length > 1);
}
