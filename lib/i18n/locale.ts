import Negotiator from "negotiator";
import { languages } from "./languages";

/** English with longer, marked words. A text without marks on a page is in no catalogue. */
export const PSEUDO_LOCALE = "en-XA";

/** A language that the portal can answer in. @see BCP 47 */
export type Locale = Language | typeof PSEUDO_LOCALE;

/** The locales to choose from. The pseudo-locale is only for tests and for work on Portico. */
export function listLocales({ hasPseudoLocale }: { hasPseudoLocale: boolean }): [Locale, ...Locale[]] {
  return hasPseudoLocale ? [...listLanguages(), PSEUDO_LOCALE] : listLanguages();
}

/** A language with words of its own. @see BCP 47 */
export type Language = keyof typeof languages;

/** The languages that the portal has words in. */
export function listLanguages(): [Language, ...Language[]] {
  return Object.keys(languages) as [Language, ...Language[]];
}

/** How many characters of an Accept-Language header are looked at. Browsers send about fifty. */
const MAX_HEADER = 500;

/**
 * The language of an answer: among those that the portal speaks, the one that the browser prefers, otherwise the first.
 * @param acceptLanguage the header. @see RFC 9110 §12.5.4
 */
export function pickLocale(acceptLanguage: string | null, available: readonly [Locale, ...Locale[]]): Locale {
  const [first] = available;
  if (!acceptLanguage || acceptLanguage.length > MAX_HEADER) return first;
  const [wanted] = new Negotiator({ headers: { "accept-language": acceptLanguage } }).languages([...available]);
  return available.find((locale) => locale === wanted) ?? first;
}
