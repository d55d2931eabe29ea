/** Scripts in which a joiner changes how the letters beside it are drawn, and so what a word says. */
const joiningScripts = [
  "Adlam",
  "Arabic",
  "Balinese",
  "Bengali",
  "Devanagari",
  "Gujarati",
  "Gurmukhi",
  "Javanese",
  "Kannada",
  "Khmer",
  "Malayalam",
  "Mandaic",
  "Mongolian",
  "Myanmar",
  "Nko",
  "Oriya",
  "Phags_Pa",
  "Sinhala",
  "Sundanese",
  "Syriac",
  "Tamil",
  "Telugu",
  "Tibetan",
]
  .map((script) => `\\p{Script=${script}}`)
  .join("");
/** Viramas, which silence a consonant's vowel. A joiner after one may also stand at the end of a word. */
const viramas = [
  "094d",
  "09cd",
  "0a4d",
  "0acd",
  "0b4d",
  "0bcd",
  "0c4d",
  "0ccd",
  "0d3b",
  "0d3c",
  "0d4d",
  "0dca",
  "1039",
  "103a",
  "17d2",
  "1b44",
  "1baa",
  "1bab",
  "a9c0",
]
  .map((code) => `\\u${code}`)
  .join("");
/** An emoji with what may follow it: a skin tone, or the selector that asks for colour. */
const PICTURE = "\\p{Extended_Pictographic}[\\u{1f3fb}-\\u{1f3ff}\\ufe0f]*";
/** Invisible tag letters after the black flag name the country: England, Scotland, Wales. */
const countries = ["gbeng", "gbsct", "gbwls"]
  .map((code) => [...code].map((letter) => `\\u{e00${letter.charCodeAt(0).toString(16)}}`).join(""))
  .join("|");

/**
 * A character without a shape of its own: a control, format or line-breaking character. Format characters include the
 * joiners (U+200C, U+200D). The first group matches joiners where they belong: between two letters, after a virama, or
 * between two emoji that are drawn as one.
 * @see Unicode Standard Annex #31 §2.3.1, Unicode Technical Standard #51 §2.6
 */
const shapeless = new RegExp(
  `(${[
    `(?<=[${joiningScripts}]\\p{M}*)[\\u200c\\u200d](?=[${joiningScripts}])`,
    `(?<=[${viramas}])[\\u200c\\u200d]`,
    `(?<=${PICTURE})\\u200d(?=\\p{Extended_Pictographic})`,
    `(?<=\\u{1f3f4})(?:${countries})\\u{e007f}`,
  ].join("|")})|[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]`,
  "gu",
);

/** The name without invisible characters that no language needs where they stand. */
export function removeHiddenCharacters(name: string): string {
  return name.replace(shapeless, (_, inPlace: string | undefined) => inPlace ?? "");
}

/** Whether a name holds such characters, which can disguise it or change the direction of the text around it. */
export function hasHiddenCharacters(name: string): boolean {
  return removeHiddenCharacters(name) !== name;
}
