import { isIP } from "node:net";
import { normalizeEmail } from "@/lib/db/people/mail-address";
import { insertMail, type MailToStore } from "@/lib/db/people/mails";
import { getEnv } from "@/lib/env";
import { readPeer } from "@/lib/http/sender";
import { isLoopback } from "@/lib/oauth/client/loopback";
import type { MailText } from "./mail-page";
import { createMailTransport, isTlsRequired } from "./mail-transport";
import { sealMail } from "./sealed-mail";

/** The kind of job that sends a mail. */
export const SEND_MAIL_KIND = "send-mail";

/** How long a notice is worth sending, in seconds. */
const NOTICE_LIFETIME = 3 * 86_400;

/** A mail to one person. */
export interface OutgoingMail extends MailText {
  /** an e-mail address; null: nobody gets it, but it takes equally long */
  to: string | null;
  /** of its words, as a BCP 47 tag */
  language: string;
  /** describes it in the log and in the audit log, which do not hold its text: "a code for a new password" */
  what: string;
  /** seconds after which it is no longer sent, because its content has expired; default: three days */
  lifetime?: number;
}

/**
 * Queues a mail for a job to send. So no request waits for a mail server, and no request's duration reveals whether the
 * address has an account. Without a mail server, the outbox page shows the mail. The queued mail is sealed, because it
 * may hold a code.
 */
export async function putMail(mail: OutgoingMail, now = new Date()): Promise<void> {
  const ready = await prepareMail(mail, now);
  if (ready) await insertMail(ready);
}

/** The same without storing it; null where nothing is to be stored, because nobody gets it. */
export async function prepareMail(mail: OutgoingMail, now: Date): Promise<MailToStore | null> {
  const { smtpUrl } = getEnv();
  const to = mail.to === null ? null : normalizeEmail(mail.to);
  if (smtpUrl) {
    const sealed = await sealMail({ ...mail, to }, mail.lifetime ?? NOTICE_LIFETIME, now);
    return { kind: "job", jobKind: SEND_MAIL_KIND, payload: { sealed }, runAt: now };
  }
  return to === null ? null : { kind: "outbox", mail: { recipient: to, subject: mail.subject, body: mail.text } };
}

/**
 * Why the mail server of `SMTP_URL` would not accept mails, without a full stop; null if it would, or if none is set.
 * @param patience milliseconds
 */
export async function verifyMailServer(patience: number): Promise<string | null> {
  const { smtpUrl, smtpTls } = getEnv();
  if (!smtpUrl) return null;
  const transport = createMailTransport(smtpUrl, isTlsRequired({ smtpUrl, smtpTls }));
  const late = new Promise<string>((resolve) => {
    setTimeout(resolve, patience, `no answer within ${patience / 1000} s`).unref();
  });
  try {
    return await Promise.race([transport.verify().then(() => null), late]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    transport.close();
  }
}

/**
 * Whether the sender of these headers may read mails at `/outbox`: no mail server is set, and portal and reader are on
 * this machine and address it as such, with no proxy between them. The portal listens on every interface, and the mails
 * hold codes.
 */
export function isOutboxOpenTo(headers: Headers): boolean {
  const { smtpUrl, issuer } = getEnv();
  if (smtpUrl || !isLoopback(new URL(issuer).hostname)) return false;
  // A site whose name was pointed at this machine (DNS rebinding) still sends that name.
  const called = `http://${headers.get("host")}`;
  if (!URL.canParse(called) || !isLoopback(new URL(called).hostname)) return false;
  const peer = readPeer(headers);
  return (
    peer !== null &&
    isLoopback(isIP(peer.address) === 6 ? `[${peer.address}]` : peer.address) &&
    !peer.isTrusted &&
    peer.proxyHeaders.length === 0
  );
}
