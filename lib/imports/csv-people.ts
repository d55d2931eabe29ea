import { readForeignHash } from "../auth/foreign-passwords/read-hash";
import type { CsvRow } from "./csv-rows";
import type { Entry, ForeignPerson } from "./entry";

/** Columns that become the claim of the same name. */
const CLAIMS = [
  "name",
  "given_name",
  "family_name",
  "middle_name",
  "nickname",
  "preferred_username",
  "profile",
  "picture",
  "website",
  "gender",
  "birthdate",
  "zoneinfo",
  "locale",
  "phone_number",
] as const;

/** The columns that a file can have, and must have: `email`. The last two are those of a table of Devise. */
export const CSV_COLUMNS: readonly string[] = [
  "email",
  "email_verified",
  ...CLAIMS,
  "password_hash",
  "groups",
  "suspended",
  "encrypted_password",
  "confirmed_at",
];

const isYes = (text: string | undefined) => /^(?:true|t|yes|y|1)$/i.test(text?.trim() ?? "");

/** A person of a CSV file. Groups are separated by semicolons. */
export function readCsvPerson({ at, fields }: CsvRow): Entry {
  if (fields === null) return { at, leftOut: "broken" };
  const filled = (column: string) => fields.get(column)?.trim() || undefined;
  const hash = filled("password_hash") ?? filled("encrypted_password");
  const person: ForeignPerson = {
    email: filled("email") ?? null,
    isEmailVerified: isYes(filled("email_verified")) || filled("confirmed_at") !== undefined,
    claims: Object.fromEntries(
      CLAIMS.map((claim) => [claim, filled(claim)]).filter(([, value]) => value !== undefined),
    ),
    password: hash === undefined ? null : readForeignHash(hash),
    totp: null,
    groups: (filled("groups") ?? "").split(";").filter((group) => group.trim() !== ""),
    links: [],
    isSuspended: isYes(filled("suspended")),
    notes: [],
  };
  return { at, person };
}
