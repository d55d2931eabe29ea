import { removeHiddenCharacters } from "@/lib/oauth/name-characters";

/** Characters that no typeface has: private ones, and those that Unicode has not given out. */
const shapeless = /[\p{Co}\p{Cn}]/gu;
/** Longer names are cut: a name must not push what matters out of sight. */
const maxLength = 48;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** A name that somebody else chose, without what could disguise it or spill over into the text around it. */
export function cleanName(name: string): string {
  const visible = removeHiddenCharacters(name.normalize("NFC").replace(shapeless, "")).replace(/\s+/gu, " ").trim();
  // Piles of accents climb over the lines above.
  const calm = visible.replace(/(\p{M}{2})\p{M}+/gu, "$1");
  if ([...calm].length <= maxLength) return calm || "?";
  return `${cut(calm)}…`;
}

/** As many whole characters, as people see them, as there is room for: a picture may be made of several. */
function cut(name: string): string {
  let kept = "";
  let length = 0;
  for (const { segment } of graphemes.segment(name)) {
    length += [...segment].length;
    if (length >= maxLength) return kept;
    kept += segment;
  }
  return kept;
}

const scripts = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
];

/**
 * Whether one word mixes alphabets that have letters of the same shape, as disguised names do ("Аcme" with a Cyrillic A).
 * @see Unicode Technical Standard #39 §5.1
 */
export function mixesAlphabets(name: string): boolean {
  return name.split(/[^\p{L}\p{M}]+/u).some((word) => scripts.filter((script) => script.test(word)).length > 1);
}
