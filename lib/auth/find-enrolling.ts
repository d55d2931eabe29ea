import type { User } from "@/lib/db/people/users";
import { hasSecondFactor, listFactorsOf, needsFirstFactor } from "./accept-proof";
import { isRecentProof } from "./fresh-proof";
import { findBegun, findPersonOf, type HalfSignedInPlace, oldestProofOf } from "./half-signed-in";

/** Somebody who has to add a second factor before they are signed in, and the id of their sign-in. */
export interface Enrolling {
  user: User;
  halfId: string;
}

/**
 * Who adds their first second factor now, in this browser and for this destination: only by proofs of this sign-in, the
 * oldest of which is ten minutes old at most; only who has none yet, because a password alone could put another one
 * in its place; and only where they still need one.
 * @see OWASP ASVS 5.0 7.5.1
 */
export async function findEnrolling(
  source: Request | Headers,
  place: HalfSignedInPlace,
  now: Date,
): Promise<Enrolling | null> {
  const half = await findBegun(source, place, now);
  const user = half && (await findPersonOf(half));
  if (!half || !user) return null;
  if (!isRecentProof({ authenticatedAt: oldestProofOf(half) }, now)) return null;
  if (hasSecondFactor(await listFactorsOf(user.userId))) return null;
  if (!(await needsFirstFactor(user, place.destination))) return null;
  return { user, halfId: half.id };
}
