"use server";

import { redirect } from "next/navigation";
import type { PasswordFormState } from "@/components/account/password-form";
import { requireActingUser } from "@/lib/account/acting-user";
import { changePassword } from "@/lib/account/change-password";
import { setFlash } from "@/lib/http/flash";
import { getWords } from "@/lib/i18n/words";

/** Changes the password of whoever is signed in. */
export async function submitPassword(_state: PasswordFormState, form: FormData): Promise<PasswordFormState> {
  const user = await requireActingUser("/account/security");
  const words = getWords().account.security;
  const input = {
    current: String(form.get("current") ?? ""),
    next: String(form.get("next") ?? ""),
    endOtherSessions: form.get("end_others") === "yes",
  };
  const result = await changePassword(user, input, new Date());
  if (result.kind === "limited") return { errors: {}, message: words.tooManyTries(result.seconds) };
  if (result.kind === "busy") return { errors: {}, message: words.busy(result.seconds) };
  if (result.kind === "refused") {
    return { errors: { [result.field]: words.problems[result.problem] }, message: null };
  }
  await setFlash(result.endedSessions > 0 ? words.changedEnded(result.endedSessions) : words.changed);
  redirect("/account/security");
}
