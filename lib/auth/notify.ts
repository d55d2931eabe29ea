import type { Words } from "@/lib/i18n/words";
import { putMail } from "./mail";
import type { MailText } from "./mail-page";

/**
 * Tells a person by mail what happened to their account, in case it was somebody else. `what` describes the notice in
 * the log; `words` are the catalogue for its text.
 */
export async function notify(what: string, { words, ...mail }: MailText & { to: string; words: Words }): Promise<void> {
  await putMail({ ...mail, what, language: words.common.language });
}
