import { z } from "zod";
import { recordEvent } from "../db/audit/events";
import { findAccountClaims, getProfile, type Profile, updateProfile } from "../db/people/profiles";
import { listOwnLocales } from "../http/request-words";
import { removeHiddenCharacters } from "../oauth/client/name-characters";
import { isTimeZone } from "../oauth/tokens/account-claims";
import type { ActingPerson, Person } from "./connected-apps";

/** Characters a name may have. */
export const NAME_LIMIT = 80;

/** Languages that apps may speak, whether the portal does or not. */
const APP_LANGUAGES = ["en", "de", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "sv", "zh"];

/**
 * Languages that people can choose, as BCP 47 tags. The portal and its mails use the chosen language if they speak it;
 * apps get it as the `locale` claim. @see OIDC Core §5.1
 */
export function listLanguages(): string[] {
  return [...new Set<string>([...APP_LANGUAGES, ...listOwnLocales()])];
}

/** A key of the catalogue (`words.account.profile`). */
export type ProfileProblem = "nameTooLong" | "languageUnknown" | "timeZoneUnknown";

/** Time zones that people can choose, by the names of the IANA database. */
export function listTimeZones(): string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((name) => name !== "UTC")];
}

const schema = z.object({
  name: z
    .string()
    .trim()
    .max(NAME_LIMIT)
    // Invisible characters do not belong in a name that other people's apps will print.
    .transform((name) => removeHiddenCharacters(name).trim() || null),
  locale: z
    .string()
    .refine((tag) => tag === "" || listLanguages().includes(tag))
    .transform((tag) => tag || null),
  // One from before may have a name that the list does not spell so.
  timeZone: z
    .string()
    .refine((name) => name === "" || isTimeZone(name))
    .transform((name) => name || null),
});

/** @throws {Error} when the account is gone */
export function getOwnProfile(person: Person): Promise<Profile> {
  return getProfile(person.userId);
}

/** The time zone that the person told, which apps get as the `zoneinfo` claim; empty: none. */
export async function findOwnTimeZone({ userId }: Person): Promise<string> {
  const { zoneinfo } = await findAccountClaims(userId);
  return typeof zoneinfo === "string" ? zoneinfo : "";
}

/**
 * Stores the person's name, language and time zone. Answers what is wrong per field; an empty object when everything
 * was stored.
 */
export async function saveOwnProfile(
  person: ActingPerson,
  input: { name: string; locale: string; timeZone: string },
): Promise<{ name?: ProfileProblem; locale?: ProfileProblem; timeZone?: ProfileProblem }> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const fields = new Set(parsed.error.issues.map((issue) => issue.path[0]));
    return {
      ...(fields.has("name") ? { name: "nameTooLong" as const } : {}),
      ...(fields.has("locale") ? { locale: "languageUnknown" as const } : {}),
      ...(fields.has("timeZone") ? { timeZone: "timeZoneUnknown" as const } : {}),
    };
  }
  const { timeZone, ...rest } = parsed.data;
  await updateProfile(person.userId, { ...rest, claims: { zoneinfo: timeZone } });
  const { userId } = person;
  await recordEvent({ type: "profile.changed", outcome: "ok", userId }, person.source);
  return {};
}
