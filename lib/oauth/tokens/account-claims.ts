import { z } from "zod";

const text = z
  .string()
  .trim()
  .max(200, "must have at most 200 characters")
  // Other people's apps will print these texts, so they hold no control characters; only an address has line breaks.
  .refine((value) => !/[^\P{Cc}\n]/u.test(value), "must not hold control characters");
const line = text.refine((value) => !value.includes("\n"), "must be one line");
const link = z.url({ protocol: /^https?$/, error: "must be a web address, such as https://example.org/me" }).max(2000);

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

// OIDC Core §5.1: YYYY-MM-DD, where the year 0000 means that it is not given, or YYYY alone.
function isBirthdate(value: string): boolean {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})-(\d{2}))?$/.exec(value) ?? [];
  if (year === undefined) return false;
  if (month === undefined) return year !== "0000";
  // Any leap year stands in for a year that is not given.
  const date = new Date(`${year === "0000" ? "2000" : year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}

/** A postal address. @see OIDC Core §5.1.1 */
export const addressSchema = z
  .object({
    formatted: text,
    street_address: text,
    locality: line,
    region: line,
    postal_code: line,
    country: line,
  })
  .partial();

/**
 * The claims that an account holds under their wire names, besides `sub`, `email`, `email_verified` and `updated_at`,
 * which the portal derives itself. All are optional; unknown names are dropped.
 * @see OIDC Core §5.1
 */
export const accountClaimsSchema = z
  .object({
    name: line,
    given_name: line,
    family_name: line,
    middle_name: line,
    nickname: line,
    preferred_username: line,
    profile: link,
    picture: link,
    website: link,
    gender: line,
    birthdate: z.string().refine(isBirthdate, "must be a date such as 1990-01-31, or a year"),
    zoneinfo: z.string().refine(isTimeZone, "must be a time zone such as Europe/Paris"),
    locale: z.string().regex(/^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$/, "must be a language tag such as en-GB"),
    phone_number: z
      .string()
      .regex(/^\+?[0-9][0-9 ().;=a-z-]{2,39}$/i, "must be a telephone number such as +1 425 555 0100"),
    phone_number_verified: z.boolean(),
    address: addressSchema,
  })
  .partial();

export type AccountClaims = z.infer<typeof accountClaimsSchema>;
