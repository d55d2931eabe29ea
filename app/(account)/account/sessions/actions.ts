"use server";

import { redirect } from "next/navigation";
import { nameDevice } from "@/components/account/session-card";
import { requireFreshActingUser } from "@/lib/account/acting-user";
import { signOutOtherSessions, signOutOwnSession } from "@/lib/account/sessions";
import { setFlash } from "@/lib/http/flash";
import { getWords } from "@/lib/i18n/words";

const here = "/account/sessions";

/** Ends the session named by `session_id`, if it is the person's own. */
export async function signOutSession(form: FormData): Promise<void> {
  const user = await requireFreshActingUser(here);
  const words = getWords().account.sessions;
  const session = await signOutOwnSession(user, String(form.get("session_id") ?? ""), new Date());
  await (session ? setFlash(words.signedOut(nameDevice(session.device))) : setFlash(words.gone, "info"));
  redirect(here);
}

/** Ends all sessions but this one. */
export async function signOutOthers(): Promise<void> {
  const user = await requireFreshActingUser(here);
  const count = await signOutOtherSessions(user, new Date());
  await setFlash(getWords().account.sessions.signedOutOthers(count));
  redirect(here);
}
