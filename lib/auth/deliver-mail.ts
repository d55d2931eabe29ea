import { recordEvent } from "@/lib/db/audit/events";
import { getEnv } from "@/lib/env";
import { listLocales } from "@/lib/i18n/locale";
import { wordsFor } from "@/lib/i18n/words";
import { getPortalSettings } from "@/lib/settings/portal-settings";
import { renderMailPage } from "./mail-page";
import { createMailTransport, isTlsRequired } from "./mail-transport";
import { openMail, type WaitingMail } from "./sealed-mail";

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
    await send({ ...mail, to: mail.to });
  } catch (cause) {
    const status = statusOf(cause);
    const error = new MailError(status, status !== null && status >= 500, { cause });
    const isOver = isLastTry || error.isFinal;
    const domain = oneLine(mail.to.slice(mail.to.lastIndexOf("@") + 1));
    console.error(
      `A mail (${mail.what}) to somebody at ${domain} was not sent${isOver ? "" : " yet"}: ${error.message}`,
    );
    const data = { what: mail.what, domain, status, isGivenUp: isOver };
    await recordEvent({ type: "mail.refused", outcome: "failed", data }, "job");
    throw error;
  }
}

async function send({ to, subject, text, language }: WaitingMail & { to: string }): Promise<void> {
  const { smtpUrl, smtpTls, issuer } = getEnv();
  if (!smtpUrl) return;
  const settings = await getPortalSettings();
  const portalName = oneLine(settings.portalName);
  const support = sentenceOf(settings.support, language);
  const { hostname, host } = new URL(issuer);
  const transport = createMailTransport(smtpUrl, isTlsRequired({ smtpUrl, smtpTls }));
  try {
    await transport.sendMail({
      from: { name: portalName, address: `no-reply@${hostname}` },
      to: { name: "", address: to },
      subject: oneLine(subject),
      text: support === null ? text : `${text.trimEnd()}\n\n${support}\n`,
      html: renderMailPage({ subject: oneLine(subject), text }, { portalName, host, language, support }),
      // RFC 3834 §5: asks mailboxes not to send out-of-office answers to the portal.
      headers: { "Auto-Submitted": "auto-generated" },
      // Text that a person typed must never be read as a file or an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  } finally {
    transport.close();
  }
}

/** Where the recipient gets help, in the language of the mail. */
function sentenceOf(support: string | null, language: string): string | null {
  const locale = listLocales({ hasPseudoLocale: true }).find((each) => each === language);
  return support && wordsFor(locale ?? "en").auth.mails.support(support);
}

/** RFC 5322 §2.2: a name that somebody typed must not start another header. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

function statusOf(error: unknown): number | null {
  const code = error instanceof Error && "responseCode" in error ? error.responseCode : null;
  return typeof code === "number" ? code : null;
}
