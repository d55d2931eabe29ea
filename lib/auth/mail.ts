import { createTransport } from "nodemailer";
import { insertMail } from "@/lib/db/mails";
import { getEnv } from "@/lib/env";
import { getPortalName } from "./portal-settings";

export interface OutgoingMail {
  to: string;
  subject: string;
  /** plain text */
  text: string;
}

/** The mail server could not be reached or refused the mail. */
export class MailError extends Error {
  override name = "MailError";
}

/** Milliseconds a person waits for the mail server. */
const smtpTimeout = 10_000;

/** Sends a mail by `SMTP_URL`; without it, keeps the mail for the outbox page. @throws {MailError} */
export async function sendMail({ to, subject, text }: OutgoingMail): Promise<void> {
  const { smtpUrl, issuer } = getEnv();
  if (!smtpUrl) {
    await insertMail({ recipient: to, subject, body: text });
    return;
  }
  const from = { name: await getPortalName(), address: `no-reply@${new URL(issuer).hostname}` };
  const timeouts = { connectionTimeout: smtpTimeout, greetingTimeout: smtpTimeout, socketTimeout: smtpTimeout };
  const transport = createTransport({ url: smtpUrl, ...timeouts });
  try {
    await transport.sendMail({ from, to, subject, text });
  } catch (cause) {
    throw new MailError("The mail could not be sent.", { cause });
  } finally {
    transport.close();
  }
}

/** Whether mails can be read at `/outbox`: nothing sends them, and the portal serves this machine only. */
export function isOutboxOpen(): boolean {
  const { smtpUrl, issuer } = getEnv();
  const { hostname } = new URL(issuer);
  return !smtpUrl && /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
