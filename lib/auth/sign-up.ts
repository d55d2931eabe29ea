import { z } from "zod";
import { type ActSource, recordEvent } from "@/lib/db/audit-events";
import { consumeEmailCode } from "@/lib/db/email-codes";
import { normalizeEmail } from "@/lib/db/mail-address";
import { createUser, findUserByEmail, type User } from "@/lib/db/users";
import { getEnv } from "@/lib/env";
import { clearCookie, readCookies, serializeCookie } from "@/lib/http/cookies";
import { getWords } from "@/lib/i18n/words";
import { checkEmailCode, createEmailCode, spaceCode } from "./email-code";
import { sendMail } from "./mail";
import { getPortalName } from "./portal-settings";
import { countTry, rateLimitRules } from "./rate-limit";
import { seal, unseal } from "./sealed-cookie";

const purpose = "sign_up";
/** Seconds a sign-up waits in the browser; each new code begins it anew. */
const pendingLifetime = 1_800;
/** Seconds between two mails of one sign-up. */
const resendInterval = 30;

const pendingSchema = z.object({
  codeId: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  passwordHash: z.string(),
  /** milliseconds */
  sentAt: z.number(),
});

/**
 * An account that waits for its mailed code. It lives sealed in the browser that asked for it: no row is written for an
 * address whose owner has not answered, so nobody can occupy somebody else's.
 */
export type PendingSignUp = z.infer<typeof pendingSchema>;

/** The sign-up of this browser; null when there is none, or it waited too long. */
export async function findPendingSignUp(source: Request | Headers, now = new Date()): Promise<PendingSignUp | null> {
  for (const sealed of readCookies(source, "sign_up")) {
    const parsed = pendingSchema.safeParse(await unseal(purpose, sealed, now));
    if (parsed.success) return parsed.data;
  }
  return null;
}

/** The `Set-Cookie` value after the sign-up went through. */
export function clearPendingSignUp(): string {
  return clearCookie("sign_up");
}

export type StartResult = { kind: "sent"; setCookie: string } | { kind: "limited"; seconds: number };

/**
 * Mails a code. An address with an account gets another mail and the same answer, in the same time.
 * @see OWASP ASVS 5.0 6.3.8
 */
export async function startSignUp(
  account: { email: string; name: string | null; passwordHash: string },
  now = new Date(),
): Promise<StartResult> {
  const email = normalizeEmail(account.email);
  const seconds = await countTry([{ rule: rateLimitRules.mailByRecipient, subject: email }], now);
  if (seconds !== null) return { kind: "limited", seconds };
  const existing = await findUserByEmail(email);
  const { codeId, code } = await createEmailCode(email, purpose, now);
  const words = getWords().auth.mails;
  const portalName = await getPortalName();
  const { issuer } = getEnv();
  const mail = existing
    ? words.accountExists({ portalName, signInUrl: `${issuer}/login` })
    : words.signUpCode({ portalName, code: spaceCode(code) });
  await sendMail({ to: email, ...mail });
  const pending: PendingSignUp = { ...account, email, codeId, sentAt: now.getTime() };
  const sealed = await seal(purpose, pending, pendingLifetime, now);
  return { kind: "sent", setCookie: serializeCookie("sign_up", sealed) };
}

/** Another code for the same sign-up; "soon" within thirty seconds of the last. */
export async function resendSignUpCode(
  { codeId: _, sentAt, ...account }: PendingSignUp,
  now = new Date(),
): Promise<StartResult | { kind: "soon" }> {
  // Either way: a clock that ran ahead must not keep the person waiting.
  if (Math.abs(now.getTime() - sentAt) < resendInterval * 1000) return { kind: "soon" };
  return startSignUp(account, now);
}

/** Makes the account when the code is right. */
export async function finishSignUp(
  pending: PendingSignUp,
  code: string,
  source: ActSource,
  now = new Date(),
): Promise<{ kind: "made"; user: User } | { kind: "wrong" | "over" }> {
  const verdict = await checkEmailCode({ codeId: pending.codeId, purpose, code }, now);
  if (verdict !== "right") return { kind: verdict };
  if (!(await consumeEmailCode(pending.codeId, now))) return { kind: "over" };
  const { email, name, passwordHash } = pending;
  const user = await createUser({ email, name, passwordHash, isAdmin: false, emailVerifiedAt: now, claims: {} }, now);
  if (!user) return { kind: "over" };
  await recordEvent({ type: "user.created", outcome: "ok", userId: user.userId }, source);
  return { kind: "made", user };
}
