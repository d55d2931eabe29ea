import { recordEvent } from "@/lib/db/audit/events";
import { log } from "@/lib/log/log.mjs";
import { openMail } from "./sealed-mail";
import { sendMail, statusOf, toOneLine } from "./send-mail";

/** The mail server could not be reached, or refused the mail. */
export class MailError extends Error {
  override name = "MailError";

  /**
   * @param status the server's answer; null: none
   * @param isFinal another try would get the same answer
   */
  constructor(
    readonly status: number | null,
    readonly isFinal: boolean,
    options: ErrorOptions,
  ) {
    super(status === null ? "The mail server could not be reached." : `The mail server answered ${status}.`, options);
  }
}

/**
 * Sends a mail that waited. Records a refusal without the mail's text and without the part of the address before the @.
 * @param isLastTry there is no further try
 * @throws {MailError}
 */
export async function deliverMail(sealed: unknown, isLastTry: boolean, now = new Date()): Promise<void> {
  const mail = await openMail(sealed, now);
  if (mail === null || mail.to === null) return;
  try {
    await sendMail({ ...mail, to: mail.to });
  } catch (cause) {
    const status = statusOf(cause);
    const error = new MailError(status, status !== null && status >= 500, { cause });
    const isOver = isLastTry || error.isFinal;
    const domain = toOneLine(mail.to.slice(mail.to.lastIndexOf("@") + 1));
    log.error(`A mail (${mail.what}) to somebody at ${domain} was not sent${isOver ? "" : " yet"}: ${error.message}`);
    const data = { what: mail.what, domain, status, isGivenUp: isOver };
    await recordEvent({ type: "mail.refused", outcome: "failed", data }, "job");
    throw error;
  }
}
