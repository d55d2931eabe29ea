"use server";

import { redirect } from "next/navigation";
import type { ProfileFormState } from "@/components/account/profile-form";
import { saveOwnProfile } from "@/lib/account/profile";
import { requireUser } from "@/lib/auth/current-user";
import { setFlash } from "@/lib/http/flash";
import { getWords } from "@/lib/i18n/words";

/** Saves name and language of whoever is signed in. */
export async function saveProfile(_state: ProfileFormState, form: FormData): Promise<ProfileFormState> {
  const user = await requireUser("/account");
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
