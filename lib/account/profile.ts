import { z } from "zod";
import { recordEvent } from "../db/audit/events";
import { getProfile, type Profile, updateProfile } from "../db/people/profiles";
import { listOwnLocales } from "../http/request-words";
import { removeHiddenCharacters } from "../oauth/client/name-characters";
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
export type ProfileProblem = "nameTooLong" | "languageUnknown";

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
});

/** @throws {Error} when the account is gone */
export function getOwnProfile(person: Person): Promise<Profile> {
  return getProfile(person.userId);
}

/**
 * Stores the person's name and language. Answers what is wrong per field; an empty object when everything was stored.
 */
export async function saveOwnProfile(
  person: ActingPerson,
  input: { name: string; locale: string },
): Promise<{ name?: ProfileProblem; locale?: ProfileProblem }> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const fields = new Set(parsed.error.issues.map((issue) => issue.path[0]));
    return {
      ...(fields.has("name") ? { name: "nameTooLong" as const } : {}),
      ...(fields.has("locale") ? { locale: "languageUnknown" as const } : {}),
    };
  }
  await updateProfile(person.userId, parsed.data);
  const { userId } = person;
  await recordEvent({ type: "profile.changed", outcome: "ok", userId }, person.source);
  return {};
}
