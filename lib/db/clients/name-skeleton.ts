import unhomoglyph from "unhomoglyph";

/**
 * The version of the tables and steps below. Whoever changes them counts it up, with an index like `clients_other_skeleton` for it:
 * skeletons that a version before stored, also while it still runs, are not compared, and made again.
 */
export const SKELETON_VERSION = "2:";

/** Signs that stand in for a Latin letter in disguised names. Unicode's table has what is drawn like one. */
const writtenFor = { a: "@", b: "8", e: "3", l: "1|i", o: "0", s: "5$" };

/** Small letters that most typefaces draw like a Latin letter, and Unicode's table gives one of another size. */
const drawnLike = {
  a: "αа",
  b: "в",
  e: "еε",
  h: "һн",
  k: "кκ",
  m: "м",
  o: "оο",
  p: "рρ",
  t: "тτ",
  u: "υ",
  v: "ν",
  y: "у",
};

const twins = new Map(
  [writtenFor, drawnLike].flatMap((each) =>
    Object.entries(each).flatMap(([letter, signs]) => [...signs].map((sign) => [sign, letter] as const)),
  ),
);

/** The letters with those in their place that look like them, by Unicode's table of confusable characters. */
export function replaceConfusables(text: string): string {
  return unhomoglyph(text);
}

/**
 * What a name looks like: without accents, case, spaces and signs, and with look-alike letters replaced by one.
 * @see Unicode Technical Standard #39 §4
 */
export function nameSkeleton(name: string): string {
  const letters = name.normalize("NFKD").replace(/\p{M}/gu, "");
  const same = [...letters].map((letter) => twins.get(letter) ?? replaceConfusables(letter)).join("");
  const plain = [...same.toLowerCase()]
    .map((letter) => twins.get(letter) ?? letter)
    .join("")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/rn/g, "m")
    .replace(/vv/g, "w");
  return plain === "" ? name : plain;
}

/** The skeleton as it is stored and looked for. It has no signs, or nothing else, so none of an older version begins like this. */
export function toStoredSkeleton(name: string): string {
  return SKELETON_VERSION + nameSkeleton(name);
}
