import { type ActSource, recordEvent } from "@/lib/db/audit/events";
import { resetPassword } from "@/lib/db/people/reset-password";
import { revokeOtherSessions } from "@/lib/db/people/sessions";
import { findUser, type User } from "@/lib/db/people/users";
import { wordsTo } from "@/lib/http/request-words";
import type { Locale } from "@/lib/i18n/locale";
import { getPortalName } from "@/lib/settings/portal-settings";
import { recordFirstProof } from "./first-proof";
import { notify } from "./notify";
import { hashNewPassword, waiterAt } from "./password";
import { checkPassword, type PasswordProblem } from "./password-rules";
import { isSecondFactorSure } from "./second-factor-rule";

/** Who may choose a new password, and by what. */
export interface ResetProof {
  /** the row of the code or the link */
  codeId: string;
  userId: string;
  by: "mail" | "operator";
}

export type ResetResult =
  | { kind: "reset"; user: User }
  | { kind: "refused"; problem: PasswordProblem }
  /** used, expired, or the account is suspended or gone */
  | { kind: "over" };

/**
 * Sets a new password for a person who got back in by mail or by an operator's link. Uses up the code or the link, ends
 * all of the person's sessions and tells their apps, and makes every browser unknown again. Apps keep their access,
 * because the password has no part in it; the security page says how many apps there are.
 * @param names of the portal and the app, which are no passwords
 * @throws {PasswordQueueFullError} under overload
 * @see OWASP ASVS 5.0 6.4.3, 7.4.3
 */
export async function resetByProof(
  { codeId, userId, by }: ResetProof,
  { password, names }: { password: string; names: readonly string[] },
  { source, answerLocale }: { source: ActSource; answerLocale: Locale },
  now = new Date(),
): Promise<ResetResult> {
  const user = await findUser(userId);
  if (!user || user.suspendedAt) return { kind: "over" };
  const about = [user.email, user.name ?? "", ...names];
  const checked = await checkPassword(password, { about, hasSecondFactor: await isSecondFactorSure() });
  if ("problem" in checked) return { kind: "refused", problem: checked.problem };
  const from = waiterAt(typeof source === "string" ? null : source.ipAddress, true);
  const passwordHash = await hashNewPassword(checked.password, from);
  const reset = await resetPassword({ codeId, userId, passwordHash, provesEmail: by === "mail" }, now);
  if (!reset) return { kind: "over" };
  const { firstProof } = reset;
  const endedSessions = (firstProof?.endedSessions ?? 0) + (await revokeOtherSessions(userId, null, now));
  if (firstProof) await recordFirstProof(user, firstProof, source);
  await recordEvent({ type: "password.reset", outcome: "ok", userId, data: { by, endedSessions } }, source);
  const words = wordsTo(user.locale, answerLocale);
  const { mail } = words.account.security;
  const portalName = await getPortalName();
  const text = mail.text(portalName, now);
  const notice = {
    subject: mail.subject(portalName),
    text: firstProof?.hadWaysIn ? `${text}\n${mail.firstProof}\n` : text,
  };
  await notify("a new password", { to: user.email, words, ...notice });
  return { kind: "reset", user: (await findUser(userId)) ?? user };
}
