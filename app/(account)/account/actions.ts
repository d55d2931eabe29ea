"use server";

import { redirect } from "next/navigation";
import type { ProfileFormState } from "@/components/account/profile-form";
import { requireActingUser } from "@/lib/account/acting-user";
import { saveOwnProfile } from "@/lib/account/profile";
import { setFlash } from "@/lib/http/flash";
import { getWords } from "@/lib/i18n/words";

/** Saves name and language of whoever is signed in. */
export async function saveProfile(_state: ProfileFormState, form: FormData): Promise<ProfileFormState> {
  const user = await requireActingUser("/account");
  const words = getWords().account.profile;
  const values = { name: String(form.get("name") ?? ""), locale: String(form.get("locale") ?? "") };
  const problems = await saveOwnProfile(user, values);
  if (problems.name || problems.locale) {
    const errors = {
      ...(problems.name ? { name: words.problems[problems.name] } : {}),
      ...(problems.locale ? { locale: words.problems[problems.locale] } : {}),
    };
    return { values, errors };
  }
  await setFlash(words.saved);
  redirect("/account");
}
