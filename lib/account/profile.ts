import { z } from "zod";
import { recordEvent } from "../db/audit/events";
import { findAccountClaims, getProfile, type Profile, updateProfile } from "../db/people/profiles";
import { maySaveOver, nameSeen } from "../forms/seen";
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
  return timeZoneOf(await findAccountClaims(userId));
}

function timeZoneOf({ zoneinfo }: Record<string, unknown>): string {
  return typeof zoneinfo === "string" ? zoneinfo : "";
}

/** Names what the form for name, language and time zone shows. `timeZone`: empty for none */
export function nameSeenProfile({ name, locale }: Pick<Profile, "name" | "locale">, timeZone: string): string {
  return nameSeen([name, locale, timeZone]);
}

/** What is wrong with the fields of the form for name, language and time zone. */
export interface ProfileProblems {
  name?: ProfileProblem;
  locale?: ProfileProblem;
  timeZone?: ProfileProblem;
}

/**
 * Stores the person's name, language and time zone. Answers what is wrong per field; an empty object when everything
 * was stored. `overtaken`: nothing was, because the profile is not what the form showed any more.
 * @param seen what the form showed, by {@link nameSeenProfile}
 */
export async function saveOwnProfile(
  person: ActingPerson,
  input: { name: string; locale: string; timeZone: string },
  seen: string | null = null,
): Promise<ProfileProblems | "overtaken"> {
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
  const saved = nameSeenProfile(rest, timeZone ?? "");
  const isSaved = await updateProfile(person.userId, { ...rest, claims: { zoneinfo: timeZone } }, (before) =>
    maySaveOver(nameSeenProfile(before, timeZoneOf(before.claims)), { seen, saved }),
  );
  if (!isSaved) return "overtaken";
  const { userId } = person;
  await recordEvent({ type: "profile.changed", outcome: "ok", userId }, person.source);
  return {};
}
