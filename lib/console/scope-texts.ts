import * as field from "../forms/fields";
import { listOwnLocales } from "../http/request-words";
import { type Locale, listLocales } from "../i18n/locale";
import type { ScopeText } from "../oauth/model";

type TextField = `scope-title-${Locale}` | `scope-detail-${Locale}`;

/** The fields for the words of a scope in other languages. A page shows those of {@link listScopeLanguages}. */
export const scopeTextFields = Object.fromEntries(
  listLocales({ hasPseudoLocale: true }).flatMap((locale) =>
    (["title", "detail"] as const).map((member) => [`scope-${member}-${locale}`, field.ifSent(field.text())]),
  ),
) as Record<TextField, field.Field<string | undefined>>;

/** The additional languages for the words of a scope; empty if the portal speaks only one language. */
export function listScopeLanguages(): Locale[] {
  const locales = listOwnLocales();
  return locales.length > 1 ? locales : [];
}

/** The values of the fields by language; null: empty. Languages that the page did not show are left out. */
export function readScopeTexts(values: Record<TextField, string | undefined>): Record<string, ScopeText | null> {
  const texts = listScopeLanguages().flatMap((locale) => {
    const title = values[`scope-title-${locale}`];
    const detail = values[`scope-detail-${locale}`] ?? "";
    if (title === undefined) return [];
    return [[locale, title === "" && detail === "" ? null : { title, detail }] as const];
  });
  return Object.fromEntries(texts);
}
