import { wordsTo } from "@/lib/http/request-words";
import type { Locale } from "@/lib/i18n/locale";
import type { Words } from "@/lib/i18n/words";
import { getPortalName } from "@/lib/settings/portal-settings";
import type { ActSource } from "../db/audit/events";
import type { PersonAsOf } from "../db/driver/lock-row";
import { notify } from "./notify";

/** The person whose factors change, as they were when their request came, and that request. */
export interface FactorOwner extends PersonAsOf {
  email: string;
  /** the language that they chose for their account; null: none */
  locale: string | null;
  source: ActSource;
  /** the language in which their request is answered; null: somebody else's request changed them */
  answerLocale: Locale | null;
}

/** Tells a person by mail that their factors have changed. @see OWASP ASVS 5.0 6.3.7 */
export async function noticeFactor(
  owner: Pick<FactorOwner, "email" | "locale" | "answerLocale">,
  what: keyof Words["auth"]["mails"]["factorChanged"]["what"],
  at: Date,
): Promise<void> {
  const words = wordsTo(owner.locale, owner.answerLocale);
  const { factorChanged } = words.auth.mails;
  const portalName = await getPortalName();
  const sentence = factorChanged.what[what];
  const mail = {
    subject: factorChanged.subject(portalName),
    text: factorChanged.text({ portalName, sentence, changedAt: at }),
  };
  await notify("changed factors", { to: owner.email, words, ...mail });
}
