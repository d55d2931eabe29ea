import { recordEvent } from "@/lib/db/audit/events";
import { updateProfile } from "@/lib/db/people/profiles";
import { PageFormError, readPageForm } from "@/lib/forms/page-form";
import { sourceOf } from "@/lib/http/act-source";
import { isSameOrigin } from "@/lib/http/csrf";
import { keepChosenLocale } from "@/lib/http/request-words";
import { seeOther } from "@/lib/http/see-other";
import { findCurrentUser } from "./current-user";
import { parseReturnTo } from "./return-to";

/**
 * `POST /language/submit`: remembers the language that a person chose, in this browser and for the account of whoever
 * is signed in, and leads back to where they were. It has no token, since every page has it, also those without a form
 * of their own; what another site sends changes no account.
 */
export async function handleLanguage(request: Request): Promise<Response> {
  try {
    const fields = await readPageForm(request);
    const locale = fields.get("language");
    const setCookies = keepChosenLocale(locale);
    if (setCookies.length > 0 && isSameOrigin(request)) await keepForAccount(request, locale);
    return seeOther(parseReturnTo(fields.get("return_to")) ?? "/", setCookies);
  } catch (error) {
    if (error instanceof PageFormError) return seeOther("/");
    throw error;
  }
}

async function keepForAccount(request: Request, locale: string | null): Promise<void> {
  const user = await findCurrentUser(request);
  if (!user || user.locale === locale) return;
  const { userId } = user;
  await updateProfile(userId, { locale });
  await recordEvent({ type: "profile.changed", outcome: "ok", userId }, sourceOf(request));
}
