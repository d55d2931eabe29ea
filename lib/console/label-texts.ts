import * as field from "../forms/fields";
import { type Locale, listLocales } from "../i18n/locale";
import { listScopeLanguages } from "./scope-texts";

type LabelField = `label-${Locale}`;

/** The fields for a label in other languages. A page shows those of {@link listScopeLanguages}. */
export const labelTextFields = Object.fromEntries(
  listLocales({ hasPseudoLocale: true }).map((locale) => [`label-${locale}`, field.ifSent(field.text())]),
) as Record<LabelField, field.Field<string | undefined>>;

/** The labels by language; those that the page did not show are empty. */
export function readLabelTexts(values: Record<LabelField, string | undefined>): Record<string, string> {
  return Object.fromEntries(listScopeLanguages().map((locale) => [locale, values[`label-${locale}`] ?? ""]));
}
