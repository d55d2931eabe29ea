import type { Factor } from "../auth/factors/factor";
import { updateSessionMethods } from "../db/people/sessions";
import type { ActingUser } from "./acting-user";

/**
 * Counts the first use of a factor that a person just added as a proof of it in this session: with the fresh proof that
 * adding it takes, they proved both. Otherwise the next change would ask at once for what they have just shown.
 */
export async function noteSecondProof({ sessionId, amr }: ActingUser, factor: Factor): Promise<void> {
  if (amr.includes("mfa")) return;
  await updateSessionMethods(sessionId, [...new Set([...amr, ...factor.amr, "mfa"])]);
}
