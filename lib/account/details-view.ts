import type { Words } from "../i18n/words";
import { type DetailField, detailGroups } from "./details";

/** Tokens of HTML's autofill detail. */
const autoComplete: Partial<Record<DetailField, string>> = {
  given_name: "given-name",
  middle_name: "additional-name",
  family_name: "family-name",
  nickname: "nickname",
  website: "url",
  birthdate: "bday",
  gender: "sex",
  phone_number: "tel",
  street_address: "street-address",
  locality: "address-level2",
  region: "address-level1",
  postal_code: "postal-code",
  country: "country-name",
};

/** The words of the form for an account's details. */
export function getDetailGroups(words: Words) {
  const texts = words.account.details;
  const hints: Partial<Record<DetailField, string>> = texts.hints;
  return Object.entries(detailGroups).map(([name, fields]) => ({
    name,
    legend: texts.groups[name as keyof typeof detailGroups],
    fields: fields.map((field) => ({
      name: field,
      label: texts.fields[field],
      hint: hints[field],
      autoComplete: autoComplete[field],
      isMultiline: field === "street_address",
    })),
  }));
}
