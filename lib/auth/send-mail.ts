import { getEnv } from "@/lib/env";
import { listLocales } from "@/lib/i18n/locale";
import { wordsFor } from "@/lib/i18n/words";
import { getPortalSettings } from "@/lib/settings/portal-settings";
import { type MailText, renderMailPage } from "./mail-page";
import { createMailTransport, isTlsRequired } from "./mail-transport";

/** A mail on its way to the mail server. */
export interface SentMail extends MailText {
  /** in the form of `normalizeEmail` */
  to: string;
  /** of its words, as a BCP 47 tag */
  language: string;
}

/**
 * Hands a mail to the mail server of `SMTP_URL`, as text and as a page.
 * @param signal breaks the connection
 * @returns what the server answered; null: there is none
 * @throws {Error} of nodemailer
 */
export async function sendMail(
  { to, subject, text, language }: SentMail,
  signal?: AbortSignal,
): Promise<string | null> {
  const { smtpUrl, smtpTls, mailFrom, issuer } = getEnv();
  if (!smtpUrl) return null;
  const settings = await getPortalSettings();
  const portalName = toOneLine(settings.portalName);
  const support = sentenceOf(settings.support, language);
  const { hostname, host } = new URL(issuer);
  const transport = createMailTransport(smtpUrl, isTlsRequired({ smtpUrl, smtpTls }));
  signal?.addEventListener("abort", () => transport.close());
  try {
    const { response } = await transport.sendMail({
      from: { name: mailFrom?.name ?? portalName, address: mailFrom?.address ?? `no-reply@${hostname}` },
      to: { name: "", address: to },
      subject: toOneLine(subject),
      text: support === null ? text : `${text.trimEnd()}\n\n${support}\n`,
      html: renderMailPage({ subject: toOneLine(subject), text }, { portalName, host, language, support }),
      // RFC 3834 §5: asks mailboxes not to send out-of-office answers to the portal.
      headers: { "Auto-Submitted": "auto-generated" },
      // Text that a person typed must never be read as a file or an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return response;
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
export function toOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

/** The status of the server's answer in an error of nodemailer; null: it did not answer. */
export function statusOf(error: unknown): number | null {
  const code = error instanceof Error && "responseCode" in error ? error.responseCode : null;
  return typeof code === "number" ? code : null;
}
