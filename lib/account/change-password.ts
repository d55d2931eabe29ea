import { isProofFresh, type LastProof } from "../auth/fresh-proof";
import { notify } from "../auth/notify";
import { hashNewPassword, verifyPassword, waiterAt } from "../auth/password";
import { PasswordQueueFullError } from "../auth/password-pool";
import { checkPassword, type PasswordProblem } from "../auth/password-rules";
import { tryPassword } from "../auth/password-try";
import { countTry, rateLimitRules } from "../auth/rate-limit";
import { isSecondFactorSure } from "../auth/second-factor-rule";
import { recordEvent } from "../db/audit/events";
import { findOwnFactors } from "../db/people/own-factors";
import { findPasswordHash } from "../db/people/profiles";
import { revokeOtherSessions } from "../db/people/sessions";
import { replacePassword } from "../db/people/users";
import { wordsFor } from "../i18n/words";
import { getPortalName } from "../settings/portal-settings";
import type { ActingUser } from "./acting-user";

/** A key of the catalogue (`words.account.security.problems`). */
export type ChangePasswordProblem = PasswordProblem | "missingCurrent" | "wrongCurrent" | "same";

export type ChangePasswordResult =
  | { kind: "changed"; endedSessions: number }
  | { kind: "refused"; field: "current" | "next"; problem: ChangePasswordProblem }
  /** a new proof comes first: {@link needsProofFirst} */
  | { kind: "stale" }
  | { kind: "limited"; seconds: number }
  | { kind: "busy"; seconds: number };

export interface NewPassword {
  current: string;
  next: string;
  endOtherSessions: boolean;
}

/** Somebody at another person's open browser must not be able to keep guessing. */
const rule = { name: "password-change", max: 10, seconds: 900 };

/**
 * Whether this person has to prove who they are again before they change the password: a person with a second factor,
 * which the current password does not prove, and a person without a current password.
 * @see OWASP ASVS 5.0 7.5.1
 */
export async function needsProofFirst(user: LastProof, now: Date): Promise<boolean> {
  const { hasPassword, hasAuthenticator, passkeyCount } = await findOwnFactors(user.userId);
  return !(hasPassword && !hasAuthenticator && passkeyCount === 0) && !(await isProofFresh(user, now));
}

/** As `changeChecked`, but changes nothing when too many passwords wait to be checked. */
export async function changePassword(user: ActingUser, input: NewPassword, now: Date): Promise<ChangePasswordResult> {
  try {
    return await changeChecked(user, input, now);
  } catch (error) {
    if (error instanceof PasswordQueueFullError) return { kind: "busy", seconds: error.retryAfter };
    throw error;
  }
}

/**
 * Sets a new password. The person proves who they are with the current password and, if they have a second factor or no
 * password yet, by a fresh sign-in. The session that asks stays. Every browser becomes unknown, and none stands for a second
 * factor any more: whoever was in before may have one.
 * @throws {PasswordQueueFullError} under overload
 * @see OWASP ASVS 5.0 6.2.3, 7.4.3, 7.5.1
 */
async function changeChecked(user: ActingUser, input: NewPassword, now: Date): Promise<ChangePasswordResult> {
  const from = waiterAt(typeof user.source === "string" ? null : user.source.ipAddress, true);
  const currentHash = await findPasswordHash(user.userId);
  if (await needsProofFirst(user, now)) return { kind: "stale" };
  if (currentHash !== null && input.current === "") return refuse("current", "missingCurrent");
  const seconds = await countTry([{ rule: rateLimitRules.newPasswordByAccount, subject: user.userId }], now);
  if (seconds !== null) return { kind: "limited", seconds };
  const about = [user.email, user.name ?? "", await getPortalName()];
  const next = await checkPassword(input.next, { about, hasSecondFactor: await isSecondFactorSure() });
  if ("problem" in next) return refuse("next", next.problem);

  if (currentHash !== null) {
    const isRight = () => verifyPassword(input.current, currentHash, from);
    const tried = await tryPassword({ account: { rule, subject: user.userId }, address: [], isRight }, now);
    if ("wait" in tried) return { kind: "limited", seconds: tried.wait };
    if (!tried.isRight) {
      const { userId } = user;
      await recordEvent({ type: "password.refused", outcome: "refused", userId }, user.source);
      return refuse("current", "wrongCurrent");
    }
    if (input.next === input.current) return refuse("next", "same");
  }

  const passwordHash = await hashNewPassword(next.password, from);
  // Somebody who got back in by mail, or another browser, may have replaced the proved one meanwhile: that one counts.
  if (!(await replacePassword(user.userId, { proved: currentHash ?? user, passwordHash }, now))) {
    return currentHash === null ? { kind: "stale" } : refuse("current", "wrongCurrent");
  }
  const endedSessions = input.endOtherSessions ? await revokeOtherSessions(user.userId, user.sessionId, now) : 0;
  await recordEvent(
    {
      type: "password.changed",
      outcome: "ok",
      userId: user.userId,
      data: { endedSessions },
    },
    user.source,
  );
  const words = wordsFor(user.answerLocale);
  const { mail } = words.account.security;
  const portalName = await getPortalName();
  const notice = { subject: mail.subject(portalName), text: mail.text(portalName, now) };
  await notify("a changed password", { to: user.email, words, ...notice });
  return { kind: "changed", endedSessions };
}

function refuse(field: "current" | "next", problem: ChangePasswordProblem): ChangePasswordResult {
  return { kind: "refused", field, problem };
}
