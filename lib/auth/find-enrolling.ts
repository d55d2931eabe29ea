import type { User } from "@/lib/db/people/users";
import { hasSecondFactor, listFactorsOf, needsFirstFactor } from "./accept-proof";
import { findBegun, findPersonOf, type HalfSignedInPlace } from "./half-signed-in";

/** Somebody who has to add a second factor before they are signed in, and the id of their sign-in. */
export interface Enrolling {
  user: User;
  halfId: string;
}

/**
 * Who adds their first second factor now, in this browser and for this destination: only by a proof of this sign-in,
 * because that takes one of the last ten minutes; only who has none yet, because a password alone could put another one
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
  if (hasSecondFactor(await listFactorsOf(user.userId))) return null;
  if (!(await needsFirstFactor(user, place.destination))) return null;
  return { user, halfId: half.id };
}
