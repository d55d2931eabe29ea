import { z } from "zod";
import { recordEvent } from "../db/audit-events";
import { getProfile, type Profile, updateProfile } from "../db/profiles";
import { removeHiddenCharacters } from "../oauth/name-characters";
import type { ActingPerson, Person } from "./connected-apps";

/** Characters a name may have. */
export const nameLimit = 80;

/** Languages that people can choose, as BCP 47 tags; apps get the choice as the `locale` claim. @see OIDC Core §5.1 */
export const languages = ["en", "de", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "sv", "zh"] as const;

/** Names a sentence of the catalogue (`words.account.profile`). */
export type ProfileProblem = "nameTooLong" | "languageUnknown";

const schema = z.object({
  name: z
    .string()
    .trim()
    .max(nameLimit)
    // What nobody sees has no place in a name that other people's apps will print.
    .transform((name) => removeHiddenCharacters(name).trim() || null),
  locale: z.union([z.literal("").transform(() => null), z.enum(languages)]),
});

/** @throws {Error} when the account is gone */
export function getOwnProfile(person: Person): Promise<Profile> {
  return getProfile(person.userId);
}

/** Stores the person's own name and language; answers what is wrong per field, nothing when it is stored. */
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
