import { type Locale, pickLocale } from "./locale";

/** What decides the language of an answer, most important first. */
export interface LanguageWishes {
  /** the languages that the app asks for, in its order. @see OIDC Core §3.1.2.1 (ui_locales) */
  uiLocales?: readonly string[];
  /** the language that the person chose for their account; null: none, or nobody is signed in. @see BCP 47 */
  account?: string | null;
  /** the language that somebody chose in this browser; null: none. @see BCP 47 */
  browser?: string | null;
  /** the header of that name. @see RFC 9110 §12.5.4 */
  acceptLanguage?: string | null;
}

/** The language of an answer: the first wish that the portal can fulfil, otherwise its first language. */
export function chooseLocale(wishes: LanguageWishes, available: readonly [Locale, ...Locale[]]): Locale {
  const { uiLocales = [], account, browser, acceptLanguage } = wishes;
  return (
    findLocale(uiLocales, available) ??
    findLocale([account ?? "", browser ?? ""], available) ??
    pickLocale(acceptLanguage ?? null, available)
  );
}

/** The most tags of a list that are looked at, and the longest tag in characters (RFC 5646 §4.4.1). */
const MAX_TAGS = 20;
const MAX_TAG = 35;

/**
 * The first of these tags whose language the portal speaks: `en-AU` finds `en`. Malformed tags, and languages that the
 * portal does not speak, are ignored.
 * @see RFC 4647 §3.4
 */
export function findLocale(tags: readonly string[], available: readonly Locale[]): Locale | null {
  for (const tag of tags.slice(0, MAX_TAGS)) {
    if (tag.length > MAX_TAG) continue;
    for (let range = tag.toLowerCase(); range !== ""; range = shorten(range)) {
      const found = available.find((locale) => locale.toLowerCase() === range);
      if (found) return found;
    }
  }
  return null;
}

/** The range without its last part, and without a single letter before that, which only introduces the part. */
function shorten(range: string): string {
  return range.slice(0, Math.max(range.lastIndexOf("-"), 0)).replace(/-[a-z0-9]$/, "");
}
