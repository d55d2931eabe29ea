import type { Words } from "@/lib/i18n/words";
import type { MailToStore } from "../db/people/mails";
import { prepareMail, putMail } from "./mail";
import type { MailText } from "./mail-page";

type Notice = MailText & { to: string; words: Words };

/**
 * Tells a person by mail what happened to their account, in case it was somebody else. `what` describes the notice in
 * the log; `words` are the catalogue for its text.
 */
export async function notify(what: string, { words, ...mail }: Notice): Promise<void> {
  await putMail({ ...mail, what, language: words.common.language });
}

/** A notice that is stored in the transaction of what it tells; null where nobody gets it. */
export async function prepareNotice(what: string, { words, ...mail }: Notice, now: Date): Promise<MailToStore | null> {
  return prepareMail({ ...mail, what, language: words.common.language }, now);
}
