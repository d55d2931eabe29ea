import type { Words } from "../i18n/words";
import { type DetailField, type Details, detailGroups } from "./details";

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

/** Which permission lets apps see a group. */
const scopeOfGroup = {
  names: "profile",
  links: "profile",
  personal: "profile",
  contact: "phone",
  address: "address",
} as const;

/** A group of the form for an account's details, in words. */
export interface DetailGroup {
  name: string;
  legend: string;
  /** which apps see it */
  seenBy: string;
  fields: {
    name: DetailField;
    label: string;
    hint: string | undefined;
    /** a token of HTML's autofill detail, so that a browser fills it in (WCAG 1.3.5) */
    autoComplete: string | undefined;
    isMultiline: boolean;
  }[];
}

/** The form for an account's details, in words: what the person has filled in, and apart from it what they may add. */
export function splitDetails(words: Words, values: Details): { filled: DetailGroup[]; more: DetailGroup[] } {
  const groups = getDetailGroups(words);
  const only = (isFilled: boolean) =>
    groups
      .map((group) => ({ ...group, fields: group.fields.filter(({ name }) => (values[name] !== "") === isFilled) }))
      .filter(({ fields }) => fields.length > 0);
  return { filled: only(true), more: only(false) };
}

function getDetailGroups(words: Words): DetailGroup[] {
  const texts = words.account.details;
  const hints: Partial<Record<DetailField, string>> = texts.hints;
  return Object.entries(detailGroups).map(([name, fields]) => ({
    name,
    legend: texts.groups[name as keyof typeof detailGroups],
    seenBy: texts.seenBy[scopeOfGroup[name as keyof typeof detailGroups]],
    fields: fields.map((field) => ({
      name: field,
      label: texts.fields[field],
      hint: hints[field],
      autoComplete: autoComplete[field],
      isMultiline: field === "street_address",
    })),
  }));
}
