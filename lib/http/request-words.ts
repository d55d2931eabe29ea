import { getEnv } from "@/lib/env";
import { chooseLocale, findLocale } from "@/lib/i18n/choose-locale";
import { type Locale, listLocales, PSEUDO_LOCALE } from "@/lib/i18n/locale";
import { type Words, wordsFor } from "@/lib/i18n/words";
import type { Reader } from "@/lib/oauth/context";
import { peekPortalSettings } from "@/lib/settings/portal-settings";
import { clearCookie, readCookie, serializeCookie } from "./cookies";
import { keepUiLocale, readUiLocales } from "./ui-locales";

/** What is known about a reader besides the request of their browser. */
export interface ReaderLanguages {
  /** the languages that the app asks for, if its request does not have them in the address; null: none */
  uiLocales?: string | null;
  /** the language that the person chose for their account, as a BCP 47 tag; null: none */
  account?: string | null;
}

/** The languages that this portal answers in, as its settings say; the default language first. */
export function listOwnLocales(): [Locale, ...Locale[]] {
  const { languages, defaultLanguage } = peekPortalSettings();
  const spoken = listLocales({ hasPseudoLocale: getEnv().pseudoLocale });
  const offered = spoken.filter((locale) => locale === PSEUDO_LOCALE || languages.includes(locale));
  const first = offered.find((locale) => locale === defaultLanguage) ?? offered[0] ?? defaultLanguage;
  return [first, ...offered.filter((locale) => locale !== first)];
}

/**
 * The language of the answer to a request: the app's choice (`ui_locales`), otherwise the language of the person's
 * account, otherwise the language chosen in this browser, otherwise the browser's own.
 */
export function localeOf(source: Request | Headers, { uiLocales, account }: ReaderLanguages = {}): Locale {
  const headers = source instanceof Headers ? source : source.headers;
  const asked = splitTags(uiLocales ?? readUiLocales(source) ?? "");
  const browser = readCookie(headers, "locale");
  const wishes = { uiLocales: asked, account, browser, acceptLanguage: headers.get("accept-language") };
  return chooseLocale(wishes, listOwnLocales());
}

/** The words for the answer to a request; null: the request is not at hand. */
export function wordsOf(source: Request | Headers | null, languages?: ReaderLanguages): Words {
  return wordsFor(source === null ? listOwnLocales()[0] : localeOf(source, languages));
}

/** The words for a page that the protocol answers with. */
export function wordsForReader(reader: Reader | null): Words {
  return wordsOf(reader?.request ?? null, { uiLocales: reader?.uiLocales, account: reader?.locale });
}

/**
 * The words for a mail, in the language that its recipient chose for their account, if the portal speaks it.
 * @param account the language of the recipient's account, as a BCP 47 tag; null: none was chosen
 * @param answer the language of the answer to the recipient's own request; null: somebody else caused the mail, and
 *   their browser's language says nothing about the recipient
 */
export function wordsTo(account: string | null, answer: Locale | null): Words {
  return wordsFor(findLocale(account === null ? [] : [account], listOwnLocales()) ?? answer ?? listOwnLocales()[0]);
}

/**
 * The `Set-Cookie` value that makes the next pages use a language that an app asks for, if the portal speaks one of
 * them; null: nothing to keep or to forget.
 * @param uiLocales as the app wrote them. @see OIDC Core §3.1.2.1 (ui_locales)
 */
export function keepUiLocales(uiLocales: string | null, request: Request): string | null {
  return keepUiLocale(request, findLocale(splitTags(uiLocales ?? ""), listOwnLocales()));
}

/**
 * The `Set-Cookie` values by which pages in this browser are in the language that somebody chose there, those on the
 * way to an app too: a choice counts for more than what the app asked for before. None if the portal does not speak it.
 * @param tag BCP 47
 */
export function keepChosenLocale(tag: string | null): string[] {
  const chosen = listOwnLocales().find((locale) => locale === tag);
  return chosen ? [serializeCookie("locale", chosen), clearCookie("ui_locale")] : [];
}

/** OIDC Core §3.1.2.1: a space-separated list, in order of preference. Nobody asks for more languages than this. */
const splitTags = (text: string) => text.split(" ", 20);
