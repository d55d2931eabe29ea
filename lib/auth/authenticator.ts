import { randomBytes } from "node:crypto";
import { recordEvent } from "@/lib/db/audit/events";
import {
  confirmAuthenticator,
  deleteAuthenticators,
  findAuthenticator,
  findPendingAuthenticator,
  insertPendingAuthenticator,
  useAuthenticatorStep,
} from "@/lib/db/people/authenticators";
import { deleteRememberedBrowsers } from "@/lib/db/people/remembered-browsers";
import { openAuthenticatorSecret, sealAuthenticatorSecret } from "@/lib/keys/authenticator-encryption";
import { getPortalName } from "@/lib/settings/portal-settings";
import { type CodeTry, tryCode } from "./code-try";
import { type FactorOwner, noticeFactor } from "./factor-notice";
import { findStep, readCode, SECRET_BYTES, toBase32, toOtpauthUri } from "./factors/totp";

/** How long a new key waits for its first code, in seconds. */
export const ENROLMENT_LIFETIME = 1_800;

/** What a person puts into their authenticator app. */
export interface AuthenticatorKey {
  /** in base32 */
  key: string;
  /** the same as a link, which is also in the QR code */
  uri: string;
}

/**
 * The key that waits for its first code; made when there is none. The current authenticator app keeps working until
 * then. The key stays the same for half an hour, so that a page that is opened again shows the key that was already
 * scanned.
 */
export async function getAuthenticatorKey(
  { userId, email }: Pick<FactorOwner, "userId" | "email">,
  now = new Date(),
): Promise<AuthenticatorKey> {
  const since = enrolmentStart(now);
  const known = await findPendingAuthenticator(userId, since);
  if (!known) {
    const secretJwe = await sealAuthenticatorSecret(randomBytes(SECRET_BYTES));
    await insertPendingAuthenticator(userId, { secretJwe, before: since }, now);
  }
  // If two pages make a key at the same time, both show the first one.
  const pending = known ?? (await findPendingAuthenticator(userId, since));
  if (!pending) throw new Error(`The new key of account ${userId} is gone.`);
  const key = toBase32(await openAuthenticatorSecret(pending.secretJwe));
  return { key, uri: toOtpauthUri({ key, issuer: await getPortalName(), account: email }) };
}

/**
 * Turns the waiting key on at its first right code. It replaces any other key. `over`: no key waits any more. There is
 * no limit on tries, because the person who tries already knows the key.
 */
export async function finishAuthenticator(
  owner: FactorOwner,
  typed: string,
  now = new Date(),
): Promise<"added" | "wrong" | "over"> {
  const { userId } = owner;
  const pending = await findPendingAuthenticator(userId, enrolmentStart(now));
  if (!pending) return "over";
  const code = readCode(typed);
  const step = code === null ? null : findStep(await openAuthenticatorSecret(pending.secretJwe), code, now);
  if (step === null) return "wrong";
  const { authenticatorId } = pending;
  if (!(await confirmAuthenticator({ userId, authenticatorId }, step, now))) return "over";
  // Whoever lost the phone may have lost a computer with it.
  await deleteRememberedBrowsers(userId);
  await recordEvent({ type: "authenticator.added", outcome: "ok", userId }, owner.source);
  await noticeFactor(owner, "authenticatorAdded", now);
  return "added";
}

/** Removes the authenticator app: `required` where its person must keep a second factor; `gone`: there is none. */
export async function removeAuthenticator(
  owner: FactorOwner,
  policy: { mustKeepFactor: boolean },
  now = new Date(),
): Promise<"removed" | "required" | "gone"> {
  const { userId } = owner;
  const result = await deleteAuthenticators(userId, policy);
  if (result !== "removed") return result;
  await recordEvent({ type: "authenticator.removed", outcome: "ok", userId }, owner.source);
  await noticeFactor(owner, "authenticatorRemoved", now);
  return "removed";
}

/** Whether a code of the person's app is right. A right code works once. @see RFC 6238 §5.2 */
export async function tryAuthenticatorCode(
  attempt: CodeTry,
  typed: string,
  now = new Date(),
): Promise<{ isRight: boolean } | { wait: number }> {
  const code = readCode(typed);
  if (code === null) return { isRight: false };
  const isRight = async () => {
    const authenticator = await findAuthenticator(attempt.userId);
    if (!authenticator) return false;
    const step = findStep(await openAuthenticatorSecret(authenticator.secretJwe), code, now);
    return step !== null && (await useAuthenticatorStep(authenticator.authenticatorId, step, now));
  };
  return await tryCode("authenticator", attempt, isRight, now);
}

function enrolmentStart(now: Date): Date {
  return new Date(now.getTime() - ENROLMENT_LIFETIME * 1000);
}
