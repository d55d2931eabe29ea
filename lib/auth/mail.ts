import { insertMail } from "@/lib/db/mails";
import { getEnv } from "@/lib/env";
import { readPeer } from "@/lib/http/sender";
import { createMailTransport, isTlsRequired } from "./mail-transport";
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

/** Sends a mail by `SMTP_URL`; without it, keeps the mail for the outbox page. @throws {MailError} */
export async function sendMail({ to, subject, text }: OutgoingMail): Promise<void> {
  const { smtpUrl, smtpTls, issuer } = getEnv();
  if (!smtpUrl) {
    await insertMail({ recipient: to, subject, body: text });
    return;
  }
  const from = { name: await getPortalName(), address: `no-reply@${new URL(issuer).hostname}` };
  const transport = createMailTransport(smtpUrl, isTlsRequired({ smtpUrl, smtpTls }));
  try {
    await transport.sendMail({ from, to, subject, text });
  } catch (cause) {
    throw new MailError("The mail could not be sent.", { cause });
  } finally {
    transport.close();
  }
}

/** Why the mail server of `SMTP_URL` would take no mails, without a full stop; null when it would, or none is set. */
export async function verifyMailServer(): Promise<string | null> {
  const { smtpUrl, smtpTls } = getEnv();
  if (!smtpUrl) return null;
  const transport = createMailTransport(smtpUrl, isTlsRequired({ smtpUrl, smtpTls }));
  try {
    await transport.verify();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    transport.close();
  }
}

/**
 * Whether the sender of these headers may read mails at `/outbox`: nothing sends them, and portal and reader are on
 * this machine and call it so, without a proxy between them, whatever that says. The portal listens on every interface,
 * and the mails hold codes.
 */
export function isOutboxOpenTo(headers: Headers): boolean {
  const { smtpUrl, issuer } = getEnv();
  if (smtpUrl || !isLoopback(new URL(issuer).hostname)) return false;
  // A site whose name was turned to this machine's address (DNS rebinding) still calls it by that name.
  const called = `http://${headers.get("host")}`;
  if (!URL.canParse(called) || !isLoopback(new URL(called).hostname)) return false;
  const peer = readPeer(headers);
  return peer !== null && isLoopback(peer.address) && !peer.isTrusted && peer.proxyHeaders.length === 0;
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\]|::1)$/.test(host);
}
