import { recordEvent } from "@/lib/db/audit/events";
import { normalizeEmail } from "@/lib/db/people/mail-address";
import { findCredentials, replacePassword, type User } from "@/lib/db/people/users";
import { getEnv } from "@/lib/env";
import { sourceOf } from "@/lib/http/act-source";
import { getClientAddress } from "@/lib/http/client-address";
import { wordsTo } from "@/lib/http/request-words";
import { countProof } from "@/lib/metrics/metrics";
import { getPortalName } from "@/lib/settings/portal-settings";
import { passwordFactor } from "./factors/password";
import type { Waiter } from "./fair-queue";
import { isKnownBrowser } from "./known-browser";
import { putMail } from "./mail";
import { hashPassword, isHashOutdated, verifyPassword, waiterAt } from "./password";
import { PasswordQueueFullError } from "./password-pool";
import { tryPassword } from "./password-try";
import { countTry, findWait, limitAddress, type RateLimit, rateLimitRules } from "./rate-limit";

export type SignInResult =
  | { kind: "ok"; user: User }
  | { kind: "wrong" }
  | { kind: "suspended" }
  /** it is going to be deleted, as its person asked, who has a mail with a link to keep it */
  | { kind: "leaving" }
  | { kind: "limited"; seconds: number };

/** The most events, for one account, which say that tries were refused unchecked. */
const filedLimits = { name: "filed-sign-in-limits", max: 10, seconds: 900 };

/**
 * Checks e-mail and password. An unknown address takes as long as a wrong password and gets the same answer. Only
 * somebody who knows the password learns that an account is suspended.
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

  // Wrong tries by somebody else, at this account or from this address, must not lock a person out of a browser that
  // they use.
  const isKnown = found !== null && isKnownBrowser(request, found.user, browserToken);
  const { account, together } = isKnown
    ? await findKnownLimits(found.user, browserToken, now)
    : { account: { rule: rateLimitRules.signInByAccount, subject: normalized }, together: [] };
  const ipAddress = getClientAddress(request);
  const address = isKnown ? [] : limitAddress(rateLimitRules.signInByAddress, ipAddress);
  const from = waiterAt(ipAddress, isKnown);
  const isRight = () => verifyPassword(password, found?.passwordHash ?? null, from);
  const tried = await tryPassword({ account, together, address, isRight }, now);
  if ("wait" in tried) {
    countProof(passwordFactor.name, "limited");
    // A stranger who keeps trying must not fill the person's log.
    if ((await countTry([{ rule: filedLimits, subject: account.subject }], now)) === null) {
      await recordEvent({ type: "sign_in.limited", outcome: "refused", userId: found?.user.userId }, source);
    }
    return { kind: "limited", seconds: tried.wait };
  }
  if (!tried.isRight || !found) {
    countProof(passwordFactor.name, "refused");
    if ((await findWait([account], now)) !== null) {
      await tellOfWrongPasswords(found?.user ?? null, account.subject, now);
    }
    await recordEvent({ type: "sign_in.refused", outcome: "refused", userId: found?.user.userId }, source);
    return { kind: "wrong" };
  }
  if (found.user.deleteAt) return { kind: "leaving" };
  if (found.user.suspendedAt) return { kind: "suspended" };
  if (found.passwordHash && isHashOutdated(found.passwordHash)) {
    await renewHash(found.user.userId, { password, proved: found.passwordHash }, from);
  }
  return { kind: "ok", user: found.user };
}

/**
 * What limits a browser that the person signed in with before. Each has a count of its own, within one for all of them
 * together; when that is reached, each has three tries a day. So of any number of copies of such a browser, together
 * they get no further, and none of them locks the person out of another.
 */
async function findKnownLimits(
  { userId }: User,
  browserToken: string,
  now: Date,
): Promise<{ account: RateLimit; together: RateLimit[] }> {
  const together: RateLimit = { rule: rateLimitRules.signInByKnownBrowsers, subject: userId };
  const isBeyond = (await findWait([together], now)) !== null;
  const rule = isBeyond ? rateLimitRules.signInByKnownBrowserBeyond : rateLimitRules.signInByKnownBrowser;
  return { account: { rule, subject: `${userId} ${browserToken}` }, together: [together] };
}

/** Hashes the password again with the current cost. Under overload this is left to the next sign-in. */
async function renewHash(
  userId: string,
  { password, proved }: { password: string; proved: string },
  from: Waiter,
): Promise<void> {
  try {
    await replacePassword(userId, { proved, passwordHash: await hashPassword(password, from) }, null);
  } catch (error) {
    if (!(error instanceof PasswordQueueFullError)) throw error;
  }
}

/**
 * Mails the owner, once for each window, that the limit of wrong passwords is reached. If the address has no account,
 * this takes as long.
 */
async function tellOfWrongPasswords(owner: User | null, subject: string, now: Date): Promise<void> {
  if ((await countTry([{ rule: rateLimitRules.wrongPasswordsNotice, subject }], now)) !== null) return;
  const words = wordsTo(owner?.locale ?? null, null);
  const href = `${getEnv().issuer}/login/mail`;
  const mail = words.auth.mails.wrongPasswords({ portalName: await getPortalName(), href });
  const to = owner?.email ?? null;
  await putMail({ ...mail, to, what: "wrong passwords", language: words.common.language }, now);
}
