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
 * The key that waits for its first code in this sign-in or session (`shownTo` is its id); made when there is none. Nobody
 * else is shown it, and nobody else can confirm it: whoever knows only the password would otherwise know the key that
 * its person turns on later. The current authenticator app keeps working until then. The key stays the same for half an
 * hour, so that a page that is opened again shows the key that was already scanned.
 */
export async function getAuthenticatorKey(
  { userId, email }: Pick<FactorOwner, "userId" | "email">,
  shownTo: string,
  now = new Date(),
): Promise<AuthenticatorKey> {
  const since = enrolmentStart(now);
  const place = { userId, shownTo };
  const known = await findPendingAuthenticator(place, since);
  if (!known) {
    const secretJwe = await sealAuthenticatorSecret(randomBytes(SECRET_BYTES));
    await insertPendingAuthenticator(place, { secretJwe, before: since }, now);
  }
  // If two pages make a key at the same time, both show the first one.
  const pending = known ?? (await findPendingAuthenticator(place, since));
  if (!pending) throw new Error(`The new key of account ${userId} is gone.`);
  const key = toBase32(await openAuthenticatorSecret(pending.secretJwe));
  return { key, uri: toOtpauthUri({ key, issuer: await getPortalName(), account: email }) };
}

/** Where a key was shown, and whether it may only become the first second factor of its person. */
export interface Enrolment {
  /** the id of the sign-in under way or of the session */
  shownTo: string;
  isFirst: boolean;
}

/**
 * Turns the key that waits there on at its first right code. It replaces any other key. `over`: no key waits there any
 * more. There is no limit on tries, because the person who tries already knows the key.
 */
export async function finishAuthenticator(
  owner: FactorOwner,
  { shownTo, isFirst }: Enrolment,
  typed: string,
  now = new Date(),
): Promise<"added" | "wrong" | "over"> {
  const { userId } = owner;
  const pending = await findPendingAuthenticator({ userId, shownTo }, enrolmentStart(now));
  if (!pending) return "over";
  const code = readCode(typed);
  const step = code === null ? null : findStep(await openAuthenticatorSecret(pending.secretJwe), code, now);
  if (step === null) return "wrong";
  const { authenticatorId } = pending;
  if (!(await confirmAuthenticator({ userId, authenticatorId }, { step, isFirst }, now))) return "over";
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

/** Whether a code of the person's app is right, and of which app. A right code works once. @see RFC 6238 §5.2 */
export async function tryAuthenticatorCode(
  attempt: CodeTry,
  typed: string,
  now = new Date(),
): Promise<{ isRight: false } | { isRight: true; authenticatorId: string } | { wait: number }> {
  const code = readCode(typed);
  const authenticator = code === null ? null : await findAuthenticator(attempt.userId);
  if (code === null || authenticator === null) return { isRight: false };
  const { authenticatorId, secretJwe } = authenticator;
  const isRight = async () => {
    const step = findStep(await openAuthenticatorSecret(secretJwe), code, now);
    return step !== null && (await useAuthenticatorStep(authenticatorId, step, now));
  };
  const tried = await tryCode("authenticator", attempt, isRight, now);
  if ("wait" in tried) return tried;
  return tried.isRight ? { isRight: true, authenticatorId } : { isRight: false };
}

function enrolmentStart(now: Date): Date {
  return new Date(now.getTime() - ENROLMENT_LIFETIME * 1000);
}
