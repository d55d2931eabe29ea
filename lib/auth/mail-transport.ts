import { createTransport } from "nodemailer";
import { isLoopback } from "@/lib/oauth/client/loopback";

/** How long the mail server may stay silent, in milliseconds. */
const SMTP_TIMEOUT = 10_000;

/**
 * Whether mails must be encrypted on the way: yes, to a mail server on another machine, unless the operator says
 * otherwise. Mails hold codes that let people in.
 * @see RFC 8314 §3, RFC 3207 §6
 */
export function isTlsRequired({ smtpUrl, smtpTls }: { smtpUrl: string; smtpTls: "required" | "optional" }): boolean {
  const isThisMachine = isLoopback(new URL(smtpUrl).hostname);
  return smtpTls === "required" && !isThisMachine;
}

/** Connects to the mail server. With `requiresTls`, a server without STARTTLS gets neither a password nor a mail. */
export function createMailTransport(smtpUrl: string, requiresTls: boolean) {
  const url = new URL(smtpUrl);
  // Options in the query of the address would override the ones here.
  if (requiresTls) url.searchParams.delete("requireTLS");
  return createTransport({
    url: url.href,
    // smtps: is encrypted from its first byte.
    requireTLS: requiresTls && url.protocol === "smtp:",
    connectionTimeout: SMTP_TIMEOUT,
    greetingTimeout: SMTP_TIMEOUT,
    socketTimeout: SMTP_TIMEOUT,
  });
}
