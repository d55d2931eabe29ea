import { recordEvent } from "@/lib/db/audit-events";
import { findCredentials, normalizeEmail, type User, updatePassword } from "@/lib/db/users";
import { getClientAddress } from "@/lib/http/client-address";
import { isKnownBrowser } from "./known-browser";
import { hashPassword, isHashOutdated, verifyPassword } from "./password";
import { countTry, limitAddress, type RateLimit, rateLimitRules, settleTry } from "./rate-limit";

export type SignInResult =
  | { kind: "ok"; user: User }
  | { kind: "wrong" }
  | { kind: "suspended" }
  | { kind: "limited"; seconds: number };

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
  const ipAddress = getClientAddress(request);

  // Somebody else's wrong tries must not lock a person out of the browser that they use.
  const isKnown = found !== null && isKnownBrowser(request, found.user.userId, browserToken);
  const account: RateLimit = isKnown
    ? { rule: rateLimitRules.signInByKnownBrowser, subject: `${found.user.userId} ${browserToken}` }
    : { rule: rateLimitRules.signInByAccount, subject: normalized };
  const address = limitAddress(rateLimitRules.signInByAddress, ipAddress);
  const pace = isKnown ? [] : limitAddress(rateLimitRules.signInPaceByAddress, ipAddress);
  const seconds = await countTry([account, ...address, ...pace], now);
  if (seconds !== null) {
    await recordEvent({ type: "sign_in.limited", outcome: "refused", userId: found?.user.userId, ipAddress });
    return { kind: "limited", seconds };
  }

  const isRight = await verifyPassword(password, found?.passwordHash ?? null);
  if (!isRight || !found) {
    await recordEvent({ type: "sign_in.refused", outcome: "refused", userId: found?.user.userId, ipAddress });
    return { kind: "wrong" };
  }
  await settleTry({ forget: [account], takeBack: address });
  if (found.user.suspendedAt) return { kind: "suspended" };
  if (found.passwordHash && isHashOutdated(found.passwordHash)) {
    await updatePassword(found.user.userId, await hashPassword(password), null);
  }
  return { kind: "ok", user: found.user };
}
