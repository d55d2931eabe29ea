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

/** Sends a mail by `SMTP_URL`; without it, keeps the mail for the outbox page. */
export async function sendMail({ to, subject, text }: OutgoingMail): Promise<void> {
  const { smtpUrl, issuer } = getEnv();
  if (!smtpUrl) {
    await insertMail({ recipient: to, subject, body: text });
    return;
  }
  const from = { name: await getPortalName(), address: `no-reply@${new URL(issuer).hostname}` };
  await createTransport(smtpUrl).sendMail({ from, to, subject, text });
}

/** Whether mails can be read at `/outbox`: nothing sends them, and the portal serves this machine only. */
export function isOutboxOpen(): boolean {
  const { smtpUrl, issuer } = getEnv();
  const { hostname } = new URL(issuer);
  return !smtpUrl && /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
