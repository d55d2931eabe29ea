import { findOwnFactors } from "@/lib/db/people/own-factors";
import type { CurrentUser } from "./current-user";

/** How long a proof counts as fresh, in seconds. */
export const FRESH_PROOF_LIMIT = 600;

/** What is known of the last proof of a person who is signed in. */
export type LastProof = Pick<CurrentUser, "userId" | "authenticatedAt" | "amr">;

/** Whether a proof of this moment is recent enough for a change of credentials. */
export function isRecentProof({ authenticatedAt }: Pick<LastProof, "authenticatedAt">, now: Date): boolean {
  // Checked in both directions: a proof that a fast clock dated in the future must not stay fresh until then.
  return Math.abs(now.getTime() - authenticatedAt.getTime()) <= FRESH_PROOF_LIMIT * 1000;
}

/**
 * Whether the last proof is good enough for a change that could do harm: it is ten minutes old at most, and whoever has
 * a second factor proved that as well. A remembered browser does not stand for it here.
 * @see OWASP ASVS 5.0 7.5.1
 */
export async function isProofFresh(user: LastProof, now = new Date()): Promise<boolean> {
  if (!isRecentProof(user, now)) return false;
  if (user.amr.includes("mfa")) return true;
  const { hasAuthenticator, passkeyCount } = await findOwnFactors(user.userId);
  return !hasAuthenticator && passkeyCount === 0;
}

/** @throws {Error} when {@link isProofFresh} says no: the page asks for a new proof before */
export async function assertProofFresh(user: LastProof, now: Date): Promise<void> {
  if (await isProofFresh(user, now)) return;
  throw new Error("The last proof of who this is is older than ten minutes, or without the second factor.");
}
