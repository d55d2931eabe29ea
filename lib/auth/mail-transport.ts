import { createTransport } from "nodemailer";

/** Milliseconds a person waits for the mail server. */
const smtpTimeout = 10_000;

/**
 * Whether mails may only travel encrypted: to a mail server on another machine, unless the operator says otherwise.
 * They hold codes that let people in.
 * @see RFC 8314 §3, RFC 3207 §6
 */
export function isTlsRequired({ smtpUrl, smtpTls }: { smtpUrl: string; smtpTls: "required" | "optional" }): boolean {
  const isThisMachine = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(smtpUrl).hostname);
  return smtpTls === "required" && !isThisMachine;
}

/** Speaks to the mail server. With `requiresTls`, one that offers no STARTTLS gets neither a password nor a mail. */
export function createMailTransport(smtpUrl: string, requiresTls: boolean) {
  const url = new URL(smtpUrl);
  // What the address says in its query would count before what is said here.
  if (requiresTls) url.searchParams.delete("requireTLS");
  return createTransport({
    url: url.href,
    // smtps: is encrypted from its first byte.
    requireTLS: requiresTls && url.protocol === "smtp:",
    connectionTimeout: smtpTimeout,
    greetingTimeout: smtpTimeout,
    socketTimeout: smtpTimeout,
  });
}
