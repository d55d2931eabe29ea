"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { PasswordFormState } from "@/components/account/password-form";
import { changePassword } from "@/lib/account/change-password";
import { requireUser } from "@/lib/auth/current-user";
import { getClientAddress } from "@/lib/http/client-address";
import { setFlash } from "@/lib/http/flash";
import { getWords } from "@/lib/i18n/words";

/** Changes the password of whoever is signed in. */
export async function submitPassword(_state: PasswordFormState, form: FormData): Promise<PasswordFormState> {
  const user = await requireUser("/account/security");
  const words = getWords().account.security;
  const input = {
    current: String(form.get("current") ?? ""),
    next: String(form.get("next") ?? ""),
    endOtherSessions: form.get("end_others") === "yes",
    ipAddress: getClientAddress(await headers()),
  };
  const result = await changePassword(user, input, new Date());
  if (result.kind === "limited") return { errors: {}, message: words.tooManyTries(result.seconds) };
  if (result.kind === "refused") {
    return { errors: { [result.field]: words.problems[result.problem] }, message: null };
  }
  await setFlash(result.endedSessions > 0 ? words.changedEnded(result.endedSessions) : words.changed);
  redirect("/account/security");
}
