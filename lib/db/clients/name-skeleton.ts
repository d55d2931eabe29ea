/**
 * A Latin letter, and the characters that look like it in most typefaces: digits, signs, and Cyrillic and Greek
 * letters.
 */
const drawnLike = {
  a: "@аα",
  b: "8в",
  c: "с",
  d: "ԁ",
  e: "3еε",
  h: "һн",
  j: "ј",
  k: "кκ",
  l: "1|iіι",
  m: "м",
  o: "0оο",
  p: "рρ",
  s: "5$ѕ",
  t: "тτ",
  u: "υ",
  v: "ν",
  x: "х",
  y: "у",
};

const twins = new Map(Object.entries(drawnLike).flatMap(([letter, signs]) => [...signs].map((sign) => [sign, letter])));

/**
 * What a name looks like: without accents, case, spaces and signs, and with look-alike letters replaced by one.
 * @see Unicode Technical Standard #39 §4
 */
export function nameSkeleton(name: string): string {
  const letters = name.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  const same = [...letters].map((letter) => twins.get(letter) ?? letter).join("");
  const plain = same
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/rn/g, "m")
    .replace(/vv/g, "w");
  return plain === "" ? name : plain;
}
