import type { CurrentUser } from "../auth/current-user";
import { noticeFactor } from "../auth/factor-notice";
import { passkeyFactor } from "../auth/factors/passkey";
import { assertProofFresh } from "../auth/fresh-proof";
import { findPasskeyProvider } from "../auth/passkey-providers";
import { finishPasskey, nameForBrowsers, requestNewPasskey } from "../auth/passkeys";
import { isSecondFactorOffered, mustHaveSecondFactor } from "../auth/second-factor-policy";
import { recordEvent } from "../db/audit/events";
import { deletePasskey, listPasskeys, renamePasskey } from "../db/people/passkeys";
import { removePassword } from "../db/people/users";
import { removeHiddenCharacters } from "../oauth/client/name-characters";
import type { ActingUser } from "./acting-user";
import { noteSecondProof } from "./second-proof";

/** Characters that the name of a passkey may have. */
export const PASSKEY_NAME_LIMIT = 80;

/** A passkey as its person sees it. */
export interface OwnPasskey {
  passkeyId: string;
  /** as the browser knows it */
  credentialId: string;
  /** its person's name for it, or else its provider's; null: neither is known */
  name: string | null;
  provider: string | null;
  isSynced: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** How browsers know the passkeys of this person. */
export function nameToBrowser({ userId }: CurrentUser): { rpId: string; userId: string } {
  return nameForBrowsers(userId);
}

export async function listOwnPasskeys({ userId }: CurrentUser): Promise<OwnPasskey[]> {
  return (await listPasskeys(userId)).map(
    ({ passkeyId, credentialId, name, aaguid, isSynced, createdAt, lastUsedAt }) => {
      const provider = findPasskeyProvider(aaguid);
      return { passkeyId, credentialId, name: name ?? provider, provider, isSynced, createdAt, lastUsedAt };
    },
  );
}

/**
 * What the browser is asked when it makes a passkey for this person.
 * @throws {Error} as `assertProofFresh`
 * @see OWASP ASVS 5.0 7.5.1
 */
export async function readNewPasskey(user: CurrentUser, browserToken: string, now: Date) {
  await assertProofFresh(user, now);
  return await requestNewPasskey(user, browserToken, now);
}

/**
 * Adds the passkey that the browser made. `over`: it took too long, or nobody can add one here any more.
 * @throws {Error} as `readNewPasskey`
 */
export async function addPasskey(
  user: ActingUser,
  made: { sealed: string; answer: string; browserTokens: readonly string[] },
  now: Date,
): Promise<"added" | "wrong" | "over" | "taken" | "full"> {
  await assertProofFresh(user, now);
  if (!(await isSecondFactorOffered())) return "over";
  const result = await finishPasskey(user, { ...made, isFirst: false }, now);
  if (result === "added") await noteSecondProof(user, passkeyFactor);
  return result;
}

/**
 * Names a passkey; an empty name is its provider's. `gone`: they have no such passkey.
 * @throws {Error} as `readNewPasskey`
 */
export async function nameOwnPasskey(
  user: ActingUser,
  { passkeyId, name }: { passkeyId: string; name: string },
  now: Date,
): Promise<"saved" | "gone" | "tooLong"> {
  await assertProofFresh(user, now);
  const cleaned = removeHiddenCharacters(name).trim();
  if (cleaned.length > PASSKEY_NAME_LIMIT) return "tooLong";
  const { userId } = user;
  const isOwn = (await listPasskeys(userId)).some((each) => each.passkeyId === passkeyId);
  if (!isOwn || !(await renamePasskey(userId, passkeyId, cleaned || null))) return "gone";
  await recordEvent({ type: "passkey.renamed", outcome: "ok", userId, data: { passkeyId } }, user.source);
  return "saved";
}

/**
 * Removes a passkey, and with the last second factor the codes that stood in for it. `last`: it is the only way in, or
 * the only second factor where one is required; `gone`: they have no such passkey. @throws {Error} as `readNewPasskey`
 */
export async function removeOwnPasskey(
  user: ActingUser,
  passkeyId: string,
  now: Date,
): Promise<"removed" | "gone" | "last"> {
  await assertProofFresh(user, now);
  const { userId } = user;
  const result = await deletePasskey({ userId, passkeyId }, { mustKeepFactor: await mustHaveSecondFactor(user) });
  if (result !== "removed") return result;
  await recordEvent({ type: "passkey.removed", outcome: "ok", userId, data: { passkeyId } }, user.source);
  await noticeFactor(user, "passkeyRemoved", now);
  return "removed";
}

/**
 * Takes the password away from whoever has a passkey to sign in with; false: they have none.
 * @throws {Error} as `readNewPasskey`
 */
export async function removeOwnPassword(user: ActingUser, now: Date): Promise<boolean> {
  await assertProofFresh(user, now);
  const { userId } = user;
  if (!(await removePassword(userId, now))) return false;
  await recordEvent({ type: "password.removed", outcome: "ok", userId }, user.source);
  await noticeFactor(user, "passwordRemoved", now);
  return true;
}
