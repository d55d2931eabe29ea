import {
  type AuthenticatorKey,
  finishAuthenticator,
  getAuthenticatorKey,
  removeAuthenticator,
} from "../auth/authenticator";
import type { CurrentUser } from "../auth/current-user";
import { authenticatorFactor } from "../auth/factors/authenticator";
import { assertProofFresh } from "../auth/fresh-proof";
import { makeRecoveryCodes } from "../auth/recovery-codes";
import { isSecondFactorOffered, mustHaveSecondFactor } from "../auth/second-factor-policy";
import { type Authenticator, findAuthenticator } from "../db/people/authenticators";
import { countRecoveryCodes } from "../db/people/recovery-codes";
import type { ActingUser } from "./acting-user";
import { listOwnPasskeys, type OwnPasskey } from "./own-passkeys";
import { noteSecondProof } from "./second-proof";

/** What the security page shows about a person's second factors. */
export interface OwnFactors {
  /** whether they can add one */
  isOffered: boolean;
  /** whether they must keep one */
  isRequired: boolean;
  authenticator: Pick<Authenticator, "createdAt" | "lastUsedAt"> | null;
  passkeys: OwnPasskey[];
  recoveryCodesLeft: number;
}

export async function readOwnFactors(user: CurrentUser): Promise<OwnFactors> {
  const [isOffered, isRequired, authenticator, passkeys, recoveryCodesLeft] = await Promise.all([
    isSecondFactorOffered(),
    mustHaveSecondFactor(user),
    findAuthenticator(user.userId),
    listOwnPasskeys(user),
    countRecoveryCodes(user.userId),
  ]);
  return { isOffered, isRequired, authenticator, passkeys, recoveryCodesLeft };
}

/**
 * The key that the person puts into an authenticator app.
 * @throws {Error} as `assertProofFresh`
 * @see OWASP ASVS 5.0 7.5.1
 */
export async function readNewKey(user: CurrentUser, now: Date): Promise<AuthenticatorKey> {
  await assertProofFresh(user, now);
  return await getAuthenticatorKey(user, user.sessionId, now);
}

/**
 * Adds the authenticator app by its first code. The first second factor brings recovery codes, which are answered only
 * this once; null: the person already has some. @throws {Error} as `readNewKey`
 */
export async function addAuthenticator(
  user: ActingUser,
  code: string,
  now: Date,
): Promise<{ kind: "wrong" | "over" } | { kind: "added"; codes: string[] | null }> {
  await assertProofFresh(user, now);
  if (!(await isSecondFactorOffered())) return { kind: "over" };
  const kind = await finishAuthenticator(user, { shownTo: user.sessionId, isFirst: false }, code, now);
  if (kind !== "added") return { kind };
  await noteSecondProof(user, authenticatorFactor);
  const hasCodes = (await countRecoveryCodes(user.userId)) > 0;
  return { kind, codes: hasCodes ? null : await makeRecoveryCodes(user, now) };
}

/**
 * Takes the authenticator app away, and the codes that stood in for it. `gone`: there was none; `required`: the portal
 * wants this person to have one. @throws {Error} as `readNewKey`
 */
export async function removeOwnAuthenticator(user: ActingUser, now: Date): Promise<"removed" | "gone" | "required"> {
  await assertProofFresh(user, now);
  return await removeAuthenticator(user, { mustKeepFactor: await mustHaveSecondFactor(user) }, now);
}

/**
 * Replaces the recovery codes with ten new ones; null: there is no factor that they could replace, or the person's
 * password or factors changed meanwhile.
 * @throws {Error} as `readNewKey`
 */
export async function renewRecoveryCodes(user: ActingUser, now: Date): Promise<string[] | null> {
  await assertProofFresh(user, now);
  const { authenticator, passkeys } = await readOwnFactors(user);
  if (!authenticator && passkeys.length === 0) return null;
  return await makeRecoveryCodes(user, now);
}
