import type { User } from "@/lib/db/people/users";
import { findBegun, findPersonOf, type HalfSignedIn, type HalfSignedInPlace } from "./half-signed-in";
import { findStepUp } from "./step-up";

/**
 * Who is half signed in, in this browser and for this destination: by a proof of this sign-in, otherwise by a session
 * that lacks a factor. Null: nobody, or it took too long.
 */
export async function findHalf(
  source: Request | Headers,
  place: HalfSignedInPlace,
  now: Date,
): Promise<HalfSignedIn | null> {
  return (await findBegun(source, place, now)) ?? (await findStepUp(source, place, now));
}

/** The person who is half signed in, unless they were suspended or changed their password meanwhile. */
export async function findHalfPerson(
  source: Request | Headers,
  place: HalfSignedInPlace,
  now: Date,
): Promise<User | null> {
  const half = await findHalf(source, place, now);
  return half && (await findPersonOf(half));
}
