import Negotiator from "negotiator";
import { languages } from "./languages";

/** The language of a person who asks for none that the portal speaks. */
const DEFAULT_LOCALE = "en";

/** English with longer, marked words. A text without marks on a page is in no catalogue. */
export const PSEUDO_LOCALE = "en-XA";

/** A language that the portal can answer in. @see BCP 47 */
export type Locale = keyof typeof languages | typeof PSEUDO_LOCALE;

/** The locales to choose from. The pseudo-locale is only for tests and for work on Portico. */
export function listLocales({ hasPseudoLocale }: { hasPseudoLocale: boolean }): Locale[] {
  const spoken = Object.keys(languages) as (keyof typeof languages)[];
  return hasPseudoLocale ? [...spoken, PSEUDO_LOCALE] : spoken;
}

/** How many characters of an Accept-Language header are looked at. Browsers send about fifty. */
const MAX_HEADER = 500;

/**
 * The language of an answer: among those that the portal speaks, the one that the browser prefers.
 * @param acceptLanguage the header. @see RFC 9110 §12.5.4
 */
export function pickLocale(acceptLanguage: string | null, available: Locale[]): Locale {
  if (!acceptLanguage || acceptLanguage.length > MAX_HEADER) return DEFAULT_LOCALE;
  const [wanted] = new Negotiator({ headers: { "accept-language": acceptLanguage } }).languages(available);
  return available.find((locale) => locale === wanted) ?? DEFAULT_LOCALE;
}
