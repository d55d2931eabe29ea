import type { Words } from "./en/words";
import { languages } from "./languages";
import { type Locale, PSEUDO_LOCALE } from "./locale";
import { stretchWords } from "./pseudo-words";

export type { Words };

let stretched: Words | undefined;

/** The catalogue of a language. A request asks for it once and passes it on. */
export function wordsFor(locale: Locale): Words {
  if (locale !== PSEUDO_LOCALE) return languages[locale];
  stretched ??= stretchWords(languages.en);
  return stretched;
}
