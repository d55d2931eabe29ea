import type { z } from "zod";
import { recordEvent } from "../db/audit/events";
import { changeAccountClaims, findAccountClaims } from "../db/people/profiles";
import { maySaveOver, nameSeen } from "../forms/seen";
import { accountClaimsSchema } from "../oauth/tokens/account-claims";
import type { ActingPerson, Person } from "./connected-apps";

/** The fields of the form, grouped for people. Each is a claim or a member of `address`. @see OIDC Core §5.1 */
export const detailGroups = {
  names: ["given_name", "middle_name", "family_name", "nickname", "preferred_username"],
  links: ["profile", "website"],
  personal: ["birthdate", "gender"],
  contact: ["phone_number"],
  address: ["street_address", "locality", "region", "postal_code", "country"],
} as const;

export type DetailField = (typeof detailGroups)[keyof typeof detailGroups][number];

/** Every field, in the order of the form. */
export const detailFields: DetailField[] = Object.values(detailGroups).flat();

const addressFields: readonly DetailField[] = detailGroups.address;

/** The values that the form shows: empty for what the account does not hold. */
export type Details = Record<DetailField, string>;

/** A key of the catalogue (`words.account.details.problems`). */
export type DetailProblem = "date" | "phone" | "link" | "tooLong";

const problemOfField: Partial<Record<DetailField, DetailProblem>> = {
  birthdate: "date",
  phone_number: "phone",
  profile: "link",
  website: "link",
};

/** @throws {Error} when the account is gone */
export async function getOwnDetails(person: Person): Promise<Details> {
  return readDetails(await findAccountClaims(person.userId));
}

function readDetails(claims: Record<string, unknown>): Details {
  const address = isRecord(claims.address) ? claims.address : {};
  const textOf = (field: DetailField) => {
    const value = addressFields.includes(field) ? address[field] : claims[field];
    return typeof value === "string" ? value : "";
  };
  return Object.fromEntries(detailFields.map((field) => [field, textOf(field)])) as Details;
}

/** Names what the form for the details shows. */
export function nameSeenDetails(details: Details): string {
  return nameSeen(detailFields.map((field) => details[field]));
}

/**
 * Stores the person's details. An empty field removes the claim, and a new telephone number is unconfirmed. Answers
 * what is wrong per field; an empty object when everything was stored. `overtaken`: nothing was, because the details are
 * not what the form showed any more.
 * @param seen what the form showed, by {@link nameSeenDetails}
 */
export async function saveOwnDetails(
  person: ActingPerson,
  input: Details,
  seen: string | null = null,
): Promise<Partial<Record<DetailField, DetailProblem>> | "overtaken"> {
  const given = Object.fromEntries(
    detailFields.map((field) => [field, input[field].replaceAll("\r\n", "\n").trim()]).filter(([, value]) => value),
  ) as Partial<Details>;
  const parsed = accountClaimsSchema.safeParse({ ...given, address: pick(given, addressFields) });
  if (!parsed.success) {
    return Object.fromEntries(
      parsed.error.issues.map(({ path }) => {
        const field = path.at(-1) as DetailField;
        return [field, problemOfField[field] ?? "tooLong"];
      }),
    );
  }
  const { userId } = person;
  const isSaved = await changeAccountClaims(userId, (known) => {
    const changed = withDetails(known, parsed.data);
    const saved = nameSeenDetails(readDetails(changed));
    return maySaveOver(nameSeenDetails(readDetails(known)), { seen, saved }) ? changed : null;
  });
  if (!isSaved) return "overtaken";
  await recordEvent({ type: "profile.changed", outcome: "ok", userId }, person.source);
  return {};
}

/** Claims that the form does not show stay as they are. The formatted address is built again from the form. */
function withDetails(
  known: Record<string, unknown>,
  { address, ...claims }: z.infer<typeof accountClaimsSchema>,
): Record<string, unknown> {
  const kept = Object.entries(known).filter(
    ([name]) => name !== "address" && !detailFields.some((field) => field === name),
  );
  const changed: Record<string, unknown> = { ...Object.fromEntries(kept), ...claims };
  if (changed.phone_number !== known.phone_number || changed.phone_number === undefined) {
    delete changed.phone_number_verified;
  }
  if (address && Object.keys(address).length > 0) changed.address = { ...address, formatted: formatAddress(address) };
  return changed;
}

function formatAddress(address: Partial<Record<string, string>>): string {
  const town = [address.postal_code, address.locality].filter(Boolean).join(" ");
  return [address.street_address, town, address.region, address.country].filter(Boolean).join("\n");
}

function pick(values: Partial<Details>, fields: readonly DetailField[]): Partial<Details> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => fields.some((field) => field === name)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
