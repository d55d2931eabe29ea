import { isFresh } from "../auth/current-user";
import { notify } from "../auth/notify";
import { hashPassword, verifyPassword, waiterAt } from "../auth/password";
import { PasswordQueueFullError } from "../auth/password-pool";
import { checkPassword, type PasswordProblem } from "../auth/password-rules";
import { tryPassword } from "../auth/password-try";
import { getPortalName } from "../auth/portal-settings";
import { recordEvent } from "../db/audit-events";
import { findPasswordHash } from "../db/profiles";
import { revokeOtherSessions } from "../db/sessions";
import { updatePassword } from "../db/users";
import { getWords } from "../i18n/words";
import type { ActingUser } from "./acting-user";

/** Names a sentence of the catalogue (`words.account.security.problems`). */
export type ChangePasswordProblem = PasswordProblem | "missingCurrent" | "wrongCurrent" | "same" | "notFresh";

export type ChangePasswordResult =
  | { kind: "changed"; endedSessions: number }
  | { kind: "refused"; field: "current" | "next"; problem: ChangePasswordProblem }
  | { kind: "limited"; seconds: number }
  | { kind: "busy"; seconds: number };

export interface NewPassword {
  current: string;
  next: string;
  endOtherSessions: boolean;
}

/** A thief of an open browser must not be able to guess on. */
const rule = { name: "password-change", max: 10, seconds: 900 };

/** As `changeChecked`; when too many passwords wait to be checked, nothing is changed. */
export async function changePassword(user: ActingUser, input: NewPassword, now: Date): Promise<ChangePasswordResult> {
  try {
    return await changeChecked(user, input, now);
  } catch (error) {
    if (error instanceof PasswordQueueFullError) return { kind: "busy", seconds: error.retryAfter };
    throw error;
  }
}

/**
 * Gives the person a new password. They prove themselves by the current one, or, when the account has none yet,
 * by a fresh sign-in. The session that asks stays.
 * @throws {PasswordQueueFullError} under overload
 * @see OWASP ASVS 5.0 6.2.3, 7.4.3
 */
async function changeChecked(user: ActingUser, input: NewPassword, now: Date): Promise<ChangePasswordResult> {
  const from = waiterAt(typeof user.source === "string" ? null : user.source.ipAddress, true);
  const currentHash = await findPasswordHash(user.userId);
  if (currentHash === null && !isFresh(user, now)) return refuse("current", "notFresh");
  if (currentHash !== null && input.current === "") return refuse("current", "missingCurrent");
  const problem = checkPassword(input.next, [user.email, user.name ?? "", await getPortalName()]);
  if (problem) return refuse("next", problem);

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

  await updatePassword(user.userId, await hashPassword(input.next, from), now);
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
  const { mail } = getWords().account.security;
  const portalName = await getPortalName();
  const notice = { subject: mail.subject(portalName), text: mail.text(portalName, now) };
  await notify("a changed password", { to: user.email, ...notice });
  return { kind: "changed", endedSessions };
}

function refuse(field: "current" | "next", problem: ChangePasswordProblem): ChangePasswordResult {
  return { kind: "refused", field, problem };
}
