"use server";

import { redirect } from "next/navigation";
import type { DetailsFormState } from "@/components/account/details-form";
import type { ProfileFormState } from "@/components/account/profile-form";
import { requireActingUser } from "@/lib/account/acting-user";
import { type Details, detailFields, saveOwnDetails } from "@/lib/account/details";
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

/** Saves what else the account of whoever is signed in holds. */
export async function saveDetails(_state: DetailsFormState, form: FormData): Promise<DetailsFormState> {
  const user = await requireActingUser("/account");
  const words = getWords().account.details;
  const entries = detailFields.map((field) => [field, String(form.get(field) ?? "")]);
  const values = Object.fromEntries(entries) as Details;
  const problems = Object.entries(await saveOwnDetails(user, values));
  if (problems.length > 0) {
    return { values, errors: Object.fromEntries(problems.map(([field, problem]) => [field, words.problems[problem]])) };
  }
  await setFlash(words.saved);
  redirect("/account");
}
