import { clearCookie, readCookie, serializeCookie } from "./cookies";
import { PATH_HEADER } from "./page-path";

/** The pages on a person's way from an app and back to it. The app's choice of language counts only on these. */
const PAGES_ON_THE_WAY = ["/login", "/sign-up", "/consent", "/choose", "/continue", "/logout"];

/**
 * The languages that the app of the request under way asks for, space-separated: for a request of the protocol, those
 * in its address; for a page on the way, the one in the cookie. Null: none, or this is another page.
 * @see OIDC Core §3.1.2.1 (ui_locales), RP-Initiated Logout §2
 */
export function readUiLocales(source: Request | Headers): string | null {
  if (source instanceof Headers) return findKept(source.get(PATH_HEADER) ?? "", source);
  const { pathname, searchParams } = new URL(source.url);
  return pathname.startsWith("/oauth/") ? searchParams.get("ui_locales") : findKept(pathname, source.headers);
}

function findKept(path: string, headers: Headers): string | null {
  const [first = ""] = /^\/[^/?]*/.exec(path) ?? [];
  return PAGES_ON_THE_WAY.includes(first) ? readCookie(headers, "ui_locale") : null;
}

/**
 * The `Set-Cookie` value that makes the browser keep the language for the next pages; null: nothing to keep or to
 * forget. A request without a language ends the choice of an earlier app.
 */
export function keepUiLocale(request: Request, locale: string | null): string | null {
  if (locale !== null) return serializeCookie("ui_locale", locale);
  return readCookie(request, "ui_locale") === null ? null : clearCookie("ui_locale");
}
