import { randomBytes } from "node:crypto";
import { checkEmailCode, createMailedSecrets, EMAIL_CODE_LIFETIME, spaceCode } from "../auth/email-code";
import { assertProofFresh } from "../auth/fresh-proof";
import { putMail } from "../auth/mail";
import { notify } from "../auth/notify";
import { countTry, rateLimitRules } from "../auth/rate-limit";
import { maySignUp } from "../auth/sign-up-policy";
import { recordEvent } from "../db/audit/events";
import { newId } from "../db/driver/new-id";
import {
  CHANGE_PURPOSE,
  changeEmail,
  dropPendingEmail,
  findChangeLink,
  findPendingEmail,
  type PendingEmail,
} from "../db/people/email-change";
import { isMailAddress, normalizeEmail } from "../db/people/mail-address";
import { findUserByEmail } from "../db/people/users";
import { getEnv } from "../env";
import { wordsTo } from "../http/request-words";
import { pathWith } from "../http/see-other";
import { wordsFor } from "../i18n/words";
import { hashSecret } from "../oauth/secrets";
import { getPortalName, getPortalSettings } from "../settings/portal-settings";
import type { ActingUser } from "./acting-user";
import type { Person } from "./connected-apps";

/** Days in which the owner of the old address can undo a change. */
export const UNDO_DAYS = 7;

/** Names a sentence of the catalogue (`words.account.email.problems`). */
export type NewEmailProblem = "noEmail" | "badEmail" | "sameEmail" | "foreignDomain";

export type NewEmailResult =
  /** a mail is on its way: a code, or, if the address has another account, word to its owner */
  { kind: "asked" } | { kind: "refused"; problem: NewEmailProblem } | { kind: "limited"; seconds: number };

/**
 * Mails a code and a link to the address that a person wants to use from now on. Until they prove that they read its
 * mail, nothing changes. The answer does not tell whether the address has an account: if it has, its owner gets a mail
 * that says so, and the code is mailed to nobody.
 * @throws {Error} as `assertProofFresh`
 * @see OWASP ASVS 5.0 6.3.8, 6.5.5, 7.5.1
 */
export async function requestNewEmail(user: ActingUser, typed: string, now: Date): Promise<NewEmailResult> {
  await assertProofFresh(user, now);
  const email = normalizeEmail(typed);
  if (email === "") return { kind: "refused", problem: "noEmail" };
  if (!isMailAddress(email)) return { kind: "refused", problem: "badEmail" };
  if (email === normalizeEmail(user.email)) return { kind: "refused", problem: "sameEmail" };
  // Where only people of certain domains get in, nobody moves out of these and keeps the account.
  const { signUp } = await getPortalSettings();
  if (signUp === "domains" && !(await maySignUp(email))) return { kind: "refused", problem: "foreignDomain" };
  const { userId } = user;
  const seconds = await countTry([{ rule: rateLimitRules.newEmailByAccount, subject: userId }], now);
  if (seconds !== null) return { kind: "limited", seconds };
  const isEnough = (await countTry([{ rule: rateLimitRules.newEmailByRecipient, subject: email }], now)) !== null;
  const owner = await findUserByEmail(email);
  const secrets = await createMailedSecrets({ email, userId, purpose: CHANGE_PURPOSE }, now);
  const portalName = await getPortalName();
  const to = isEnough || owner?.suspendedAt ? null : email;
  const words = owner ? wordsTo(owner.locale, null) : wordsFor(user.answerLocale);
  const { mails } = words.auth;
  const mail = owner
    ? mails.emailTaken(portalName)
    : mails.newEmail({
        portalName,
        code: spaceCode(secrets.code),
        href: new URL(pathWith("/account/email/confirm", { token: secrets.linkToken }), getEnv().issuer).href,
      });
  const what = "a code for a new address";
  await putMail({ ...mail, to, what, language: words.common.language, lifetime: EMAIL_CODE_LIFETIME }, now);
  await recordEvent({ type: "email.change_asked", outcome: "ok", userId }, user.source);
  return { kind: "asked" };
}

/** The new address that waits for its code, as mail servers write it; null: none does. */
export async function findNewEmail(person: Person, now: Date): Promise<string | null> {
  return (await findPendingEmail(person.userId, now))?.email ?? null;
}

/** Gives up the new address that waits: its code and its link stop working. False when none waits. */
export async function giveUpNewEmail({ userId, source }: ActingUser, now: Date): Promise<boolean> {
  if (!(await dropPendingEmail(userId, now))) return false;
  await recordEvent({ type: "email.change_cancelled", outcome: "ok", userId }, source);
  return true;
}

/** The new address that a mailed link confirms, if it is this person's; null when it was used or is over. */
export async function findNewEmailByLink(person: Person, token: string, now: Date): Promise<string | null> {
  return (await findChangeLink(person.userId, hashSecret(token), now))?.email ?? null;
}

/** What confirms a new address: what the person typed from the mail, or the secret of its link. */
export type EmailProof = { code: string } | { token: string };

/**
 * Gives the account its new address, by the code or the link that was mailed there. Codes and links that were mailed to
 * the old one stop working, and a link by which its owner undoes the change is mailed to it, if it was ever proved. `wrong`: the code is not
 * right; `over`: used, too old, tried too often, or the address has an account by now.
 */
export async function confirmNewEmail(
  user: ActingUser,
  proof: EmailProof,
  now: Date,
): Promise<{ kind: "changed"; email: string } | { kind: "wrong" | "over" }> {
  const { userId } = user;
  const proved =
    "token" in proof ? await findChangeLink(userId, hashSecret(proof.token), now) : await check(user, proof, now);
  if (proved === null) return { kind: "over" };
  if (proved === "wrong") return { kind: "wrong" };
  const token = randomBytes(32).toString("base64url");
  const undoUntil = new Date(now.getTime() + UNDO_DAYS * 86_400_000);
  const undo = { codeId: newId(now.getTime()), linkHash: hashSecret(token), expiresAt: undoUntil };
  const changed = await changeEmail({ codeId: proved.codeId, userId, undo }, now);
  if (!changed) return { kind: "over" };
  await recordEvent({ type: "email.changed", outcome: "ok", userId }, user.source);
  if (!changed.isUndoable) return { kind: "changed", email: changed.to };
  const words = wordsTo(user.locale, user.answerLocale);
  const mail = words.auth.mails.emailChanged({
    portalName: await getPortalName(),
    to: changed.to,
    href: new URL(pathWith("/undo-email", { token }), getEnv().issuer).href,
    changedAt: now,
    undoUntil,
  });
  await notify("a changed address", { to: changed.from, words, ...mail });
  return { kind: "changed", email: changed.to };
}

/** The change that the typed code is for. Counts the try. */
async function check(
  { userId }: Person,
  { code }: { code: string },
  now: Date,
): Promise<PendingEmail | "wrong" | null> {
  const pending = await findPendingEmail(userId, now);
  if (!pending) return null;
  const { kind } = await checkEmailCode({ codeId: pending.codeId, purpose: CHANGE_PURPOSE, code }, now);
  if (kind === "over") return null;
  return kind === "right" ? pending : "wrong";
}
