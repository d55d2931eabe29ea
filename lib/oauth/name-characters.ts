/** Scripts in which a joiner changes how the letters beside it are drawn, and so what a word says. */
const joiningScripts = [
  ...["Adlam", "Arabic", "Balinese", "Bengali", "Devanagari", "Gujarati", "Gurmukhi", "Javanese", "Kannada", "Khmer"],
  ...["Malayalam", "Mandaic", "Mongolian", "Myanmar", "Nko", "Oriya", "Phags_Pa", "Sinhala", "Sundanese", "Syriac"],
  ...["Tamil", "Telugu", "Tibetan"],
]
  .map((script) => `\\p{Script=${script}}`)
  .join("");
/** Signs that silence a consonant's vowel: a joiner after one stands at the end of a word too. */
const viramas = [
  ...["094d", "09cd", "0a4d", "0acd", "0b4d", "0bcd", "0c4d", "0ccd", "0d3b", "0d3c", "0d4d", "0dca", "1039", "103a"],
  ...["17d2", "1b44", "1baa", "1bab", "a9c0"],
]
  .map((code) => `\\u${code}`)
  .join("");
/** A picture, with what may follow it: a skin tone, or the wish to be drawn in colour. */
const picture = "\\p{Extended_Pictographic}[\\u{1f3fb}-\\u{1f3ff}\\ufe0f]*";
/** After the black flag, letters that nobody sees name the country: England, Scotland, Wales. */
const countries = ["gbeng", "gbsct", "gbwls"]
  .map((code) => [...code].map((letter) => `\\u{e00${letter.charCodeAt(0).toString(16)}}`).join(""))
  .join("|");

/**
 * A character without a shape of its own: a control, format or line-breaking one. Format characters include the joiners
 * (U+200C, U+200D), which the first group catches where somebody writes them rightly: between two letters, after a
 * virama, or between two pictures that are drawn as one.
 * @see Unicode Standard Annex #31 §2.3.1, Unicode Technical Standard #51 §2.6
 */
const shapeless = new RegExp(
  `(${[
    `(?<=[${joiningScripts}]\\p{M}*)[\\u200c\\u200d](?=[${joiningScripts}])`,
    `(?<=[${viramas}])[\\u200c\\u200d]`,
    `(?<=${picture})\\u200d(?=\\p{Extended_Pictographic})`,
    `(?<=\\u{1f3f4})(?:${countries})\\u{e007f}`,
  ].join("|")})|[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]`,
  "gu",
);

/** The name without characters that nobody sees and that no language asks for where they stand. */
export function removeHiddenCharacters(name: string): string {
  return name.replace(shapeless, (_, inPlace: string | undefined) => inPlace ?? "");
}

/** Whether a name holds such characters: they can disguise it, or turn the direction of the text around it. */
export function hasHiddenCharacters(name: string): boolean {
  return removeHiddenCharacters(name) !== name;
}
