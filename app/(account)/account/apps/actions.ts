"use server";

import { redirect } from "next/navigation";
import { requireActingUser } from "@/lib/account/acting-user";
import { keepOptionalScopes, removeOwnApp } from "@/lib/account/connected-apps";
import { setFlash } from "@/lib/http/flash";
import { getWords } from "@/lib/i18n/words";

/** Takes back what the person allowed the app named by `client_id`. Twice is harmless. */
export async function removeAccess(form: FormData): Promise<void> {
  const user = await requireActingUser("/account/apps");
  const words = getWords().account.remove;
  const app = await removeOwnApp(user, String(form.get("client_id") ?? ""), new Date());
  await (app ? setFlash(words.removed(app.name)) : setFlash(words.gone, "info"));
  redirect("/account/apps");
}

/** Turns off every optional permission that was not sent as `keep`. */
export async function keepPermissions(form: FormData): Promise<void> {
  const clientId = String(form.get("client_id") ?? "");
  const back = `/account/apps/${encodeURIComponent(clientId)}`;
  const user = await requireActingUser(back);
  const words = getWords().account;
  const result = await keepOptionalScopes(user, clientId, form.getAll("keep").map(String), new Date());
  if (!result) {
    await setFlash(words.remove.gone, "info");
    redirect("/account/apps");
  }
  const isChanged = result.removed.length > 0;
  await (isChanged
    ? setFlash(words.app.optionalSaved(result.app.name))
    : setFlash(words.app.optionalUnchanged, "info"));
  redirect(back);
}
