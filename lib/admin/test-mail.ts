import { type Actor, findAdministrator } from "../auth/actor";
import { countTry, rateLimitRules } from "../auth/rate-limit";
import { sendMail, statusOf, toOneLine } from "../auth/send-mail";
import { recordEvent } from "../db/audit/events";
import { isMailAddress, normalizeEmail } from "../db/people/mail-address";
import { getEnv } from "../env";
import type { Words } from "../i18n/words";
import { hideSecrets } from "../keys/hide-secrets";
import { getPortalName } from "../settings/portal-settings";

/** Why a mail was not sent, as a key of `admin.settings.testMail.failures`. */
export type MailFailure = keyof Words["admin"]["settings"]["testMail"]["failures"];

export type TestMailResult =
  | { kind: "forbidden" | "noServer" | "badAddress" }
  | { kind: "limited"; seconds: number }
  | { kind: "sent"; to: string; answer: string }
  /** `answer` of the server; null: it gave none */
  | { kind: "failed"; why: MailFailure; answer: string | null };

/** How long the mail server may take in all, in milliseconds. */
export const TEST_PATIENCE_MS = 20_000;

/** Characters of a server's answer that are shown. */
const MAX_ANSWER = 250;

/**
 * Sends one mail now, in `words`, and tells what the mail server made of it. Never tells the password of `SMTP_URL`.
 */
export async function sendTestMail(
  actor: Actor,
  address: string,
  words: Words,
  patienceMs = TEST_PATIENCE_MS,
): Promise<TestMailResult> {
  const known = await findAdministrator(actor);
  if (!known) return { kind: "forbidden" };
  if (getEnv().smtpUrl === null) return { kind: "noServer" };
  const to = normalizeEmail(address);
  if (!isMailAddress(to)) return { kind: "badAddress" };
  const seconds = await countTry([{ rule: rateLimitRules.testMail, subject: known.userId ?? "operator" }]);
  if (seconds !== null) return { kind: "limited", seconds };
  const texts = words.admin.settings.testMail;
  const portalName = await getPortalName();
  const mail = { subject: texts.subject(portalName), text: texts.text(portalName), language: words.common.language };
  const limit = AbortSignal.timeout(patienceMs);
  const late = new Promise<never>((_, fail) => {
    limit.addEventListener("abort", () => fail(Object.assign(new Error("late"), { code: "ETIMEDOUT" })));
  });
  const sending = sendMail({ ...mail, to }, limit);
  const result = await Promise.race([sending, late]).then<TestMailResult, TestMailResult>(
    (answer) => ({ kind: "sent", to, answer: clean(answer ?? "") }),
    (error: unknown) => ({ kind: "failed", why: explain(error), answer: answerOf(error) }),
  );
  // What is still under way after its time is over ends with the connection; its failure is told already.
  sending.catch(() => undefined);
  const status = statusIn("answer" in result ? result.answer : null);
  const data = { domain: to.slice(to.lastIndexOf("@") + 1), status };
  const { userId, source } = known;
  await recordEvent({ type: "mail.tested", outcome: result.kind === "sent" ? "ok" : "failed", userId, data }, source);
  return result;
}

/** @see RFC 5321 §4.2 */
function statusIn(answer: string | null): number | null {
  return answer !== null && /^[2-5]\d\d/.test(answer) ? Number(answer.slice(0, 3)) : null;
}

const FAILURES: Record<string, MailFailure> = {
  EAUTH: "credentials",
  ETLS: "encryption",
  EENVELOPE: "address",
  ETIMEDOUT: "silent",
  ECONNECTION: "unreachable",
  ECONNREFUSED: "unreachable",
  EDNS: "unknownHost",
};

/** What nodemailer's error says, by the code that it gives it. */
function explain(error: unknown): MailFailure {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (statusOf(error) === null && code === "ESOCKET") return isAboutTls(error) ? "encryption" : "unreachable";
  return FAILURES[code] ?? (statusOf(error) === null ? "unreachable" : "refused");
}

function isAboutTls(error: unknown): boolean {
  return error instanceof Error && /certificate|ssl|tls|altnames|self-signed/i.test(error.message);
}

function answerOf(error: unknown): string | null {
  const response = error instanceof Error && "response" in error ? error.response : null;
  return typeof response === "string" && response !== "" ? clean(response) : null;
}

/** A server's answer as one short line. */
function clean(answer: string): string {
  return hideSecrets(toOneLine(answer)).slice(0, MAX_ANSWER);
}
