/** Control, format and private characters: among them the ones that turn the direction of text. */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
/** Longer names are cut: a name must not push what matters out of sight. */
const maxLength = 48;

/** A name that somebody else chose, without what could disguise it or spill over into the text around it. */
export function cleanName(name: string): string {
  const characters = [...name.normalize("NFC").replace(invisible, "").replace(/\s+/gu, " ").trim()];
  // Piles of accents climb over the lines above.
  const calm = characters.join("").replace(/(\p{M}{2})\p{M}+/gu, "$1");
  const cut = [...calm];
  return cut.length > maxLength ? `${cut.slice(0, maxLength - 1).join("")}…` : calm || "?";
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
