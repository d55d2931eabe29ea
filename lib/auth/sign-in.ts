import { recordEvent } from "@/lib/db/audit-events";
import { normalizeEmail } from "@/lib/db/mail-address";
import { findCredentials, type User, updatePassword } from "@/lib/db/users";
import { sourceOf } from "@/lib/http/act-source";
import { getClientAddress } from "@/lib/http/client-address";
import type { Waiter } from "./fair-queue";
import { isKnownBrowser } from "./known-browser";
import { hashPassword, isHashOutdated, verifyPassword, waiterAt } from "./password";
import { PasswordQueueFullError } from "./password-pool";
import { tryPassword } from "./password-try";
import { countTry, limitAddress, type RateLimit, rateLimitRules } from "./rate-limit";

export type SignInResult =
  | { kind: "ok"; user: User }
  | { kind: "wrong" }
  | { kind: "suspended" }
  | { kind: "limited"; seconds: number };

/** Events that say that tries were refused without looking, of one account. */
const filedLimits = { name: "filed-sign-in-limits", max: 10, seconds: 900 };

/**
 * Checks e-mail and password. An unknown address takes as long as a wrong password and answers the same; that an account
 * is suspended is said only to the one who knows its password.
 * @throws {PasswordQueueFullError} under overload
 * @see OWASP ASVS 5.0 6.3.1, 6.3.8
 */
export async function signIn(
  {
    email,
    password,
    browserToken,
    request,
  }: { email: string; password: string; browserToken: string; request: Request },
  now = new Date(),
): Promise<SignInResult> {
  const normalized = normalizeEmail(email);
  const found = await findCredentials(normalized);
  const source = sourceOf(request);

  // Somebody else's wrong tries, at this account or from this address, must not lock a person out of the browser that
  // they use.
  const isKnown = found !== null && isKnownBrowser(request, found.user.userId, browserToken);
  const account: RateLimit = isKnown
    ? { rule: rateLimitRules.signInByKnownBrowser, subject: `${found.user.userId} ${browserToken}` }
    : { rule: rateLimitRules.signInByAccount, subject: normalized };
  const ipAddress = getClientAddress(request);
  const address = isKnown ? [] : limitAddress(rateLimitRules.signInByAddress, ipAddress);
  const from = waiterAt(ipAddress, isKnown);
  const isRight = () => verifyPassword(password, found?.passwordHash ?? null, from);
  const tried = await tryPassword({ account, address, isRight }, now);
  if ("wait" in tried) {
    // A stranger who goes on trying must not fill the person's log.
    if ((await countTry([{ rule: filedLimits, subject: account.subject }], now)) === null) {
      await recordEvent({ type: "sign_in.limited", outcome: "refused", userId: found?.user.userId }, source);
    }
    return { kind: "limited", seconds: tried.wait };
  }
  if (!tried.isRight || !found) {
    await recordEvent({ type: "sign_in.refused", outcome: "refused", userId: found?.user.userId }, source);
    return { kind: "wrong" };
  }
  if (found.user.suspendedAt) return { kind: "suspended" };
  if (found.passwordHash && isHashOutdated(found.passwordHash)) {
    await renewHash(found.user.userId, password, from);
  }
  return { kind: "ok", user: found.user };
}

/** Hashes the password with the rounds of now. Under overload that waits for the next sign-in: this one was right. */
async function renewHash(userId: string, password: string, from: Waiter): Promise<void> {
  try {
    await updatePassword(userId, await hashPassword(password, from), null);
  } catch (error) {
    if (!(error instanceof PasswordQueueFullError)) throw error;
  }
}
