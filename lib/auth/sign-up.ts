import { z } from "zod";
import { type ActSource, recordEvent } from "@/lib/db/audit/events";
import { consumeEmailCode } from "@/lib/db/people/email-codes";
import { normalizeEmail } from "@/lib/db/people/mail-address";
import { createLinkedUser } from "@/lib/db/people/upstreams";
import { createUser, findUserByEmail, type User } from "@/lib/db/people/users";
import { getEnv } from "@/lib/env";
import { clearCookie, readCookies, serializeCookie } from "@/lib/http/cookies";
import { wordsTo } from "@/lib/http/request-words";
import type { Locale } from "@/lib/i18n/locale";
import { getPortalName } from "@/lib/settings/portal-settings";
import { checkEmailCode, createEmailCode, EMAIL_CODE_LIFETIME, spaceCode } from "./email-code";
import { putMail } from "./mail";
import { countTry, rateLimitRules } from "./rate-limit";
import { seal, unseal } from "./sealed-cookie";

const PURPOSE = "sign_up";
/** How long a sign-up waits in the browser, in seconds. Each new code starts the time again. */
const PENDING_LIFETIME = 1_800;
/** Seconds between two mails of one sign-up. */
const RESEND_INTERVAL = 30;

const pendingSchema = z.object({
  codeId: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  /** null: an account elsewhere is its way in */
  passwordHash: z.string().nullable(),
  account: z
    .object({ upstreamId: z.string(), issuer: z.string(), subject: z.string(), label: z.string().nullable() })
    .nullable()
    .default(null),
  /** milliseconds */
  sentAt: z.number(),
});

/**
 * An account that waits for its mailed code. It is kept sealed in the browser that asked for it. No row is written
 * until the owner of the address has answered, so nobody can occupy somebody else's address.
 */
export type PendingSignUp = z.infer<typeof pendingSchema>;

/** The sign-up of this browser; null if there is none or it waited too long. */
export async function findPendingSignUp(source: Request | Headers, now = new Date()): Promise<PendingSignUp | null> {
  for (const sealed of readCookies(source, "sign_up")) {
    const parsed = pendingSchema.safeParse(await unseal(PURPOSE, sealed, now));
    if (parsed.success) return parsed.data;
  }
  return null;
}

/** The `Set-Cookie` value that clears it after the sign-up. */
export function clearPendingSignUp(): string {
  return clearCookie("sign_up");
}

export type StartResult = { kind: "sent"; setCookie: string } | { kind: "limited"; seconds: number };

/**
 * Mails a code. For an address with an account, it sends a different mail, but gives the same answer in the same time.
 * @param locale the language of the answer
 * @see OWASP ASVS 5.0 6.3.8
 */
export async function startSignUp(
  account: Omit<PendingSignUp, "codeId" | "sentAt">,
  locale: Locale,
  now = new Date(),
): Promise<StartResult> {
  const email = normalizeEmail(account.email);
  const seconds = await countTry([{ rule: rateLimitRules.mailByRecipient, subject: email }], now);
  if (seconds !== null) return { kind: "limited", seconds };
  const existing = await findUserByEmail(email);
  const { codeId, code } = await createEmailCode(email, PURPOSE, now);
  const words = wordsTo(existing?.locale ?? null, locale);
  const { mails } = words.auth;
  const portalName = await getPortalName();
  const { issuer } = getEnv();
  const mail = existing
    ? mails.accountExists({ portalName, signInUrl: `${issuer}/login` })
    : mails.signUpCode({ portalName, code: spaceCode(code) });
  const language = words.common.language;
  await putMail({ ...mail, to: email, language, what: "a code for a new account", lifetime: EMAIL_CODE_LIFETIME }, now);
  const pending: PendingSignUp = { ...account, email, codeId, sentAt: now.getTime() };
  const sealed = await seal(PURPOSE, pending, PENDING_LIFETIME, now);
  return { kind: "sent", setCookie: serializeCookie("sign_up", sealed) };
}

/** Sends another code for the same sign-up; "soon" within thirty seconds of the last one. */
export async function resendSignUpCode(
  { codeId: _, sentAt, ...account }: PendingSignUp,
  locale: Locale,
  now = new Date(),
): Promise<StartResult | { kind: "soon" }> {
  // Checked in both directions: a clock that ran ahead must not keep the person waiting.
  if (Math.abs(now.getTime() - sentAt) < RESEND_INTERVAL * 1000) return { kind: "soon" };
  return startSignUp(account, locale, now);
}

/** Makes the account when the code is right. */
export async function finishSignUp(
  pending: PendingSignUp,
  code: string,
  source: ActSource,
  now = new Date(),
): Promise<{ kind: "made"; user: User } | { kind: "wrong" | "over" }> {
  const verdict = await checkEmailCode({ codeId: pending.codeId, purpose: PURPOSE, code }, now);
  if (verdict.kind !== "right") return { kind: verdict.kind };
  if (!(await consumeEmailCode(pending.codeId, now))) return { kind: "over" };
  const { email, name, passwordHash, account } = pending;
  const made = { email, name, passwordHash, isAdmin: false, emailVerifiedAt: now, claims: {} };
  const user = await (account ? createLinkedUser(made, account, now) : createUser(made, now));
  if (!user) return { kind: "over" };
  await recordEvent({ type: "user.created", outcome: "ok", userId: user.userId }, source);
  return { kind: "made", user };
}
