import type { OAuthContext } from "./context";
import type { Client } from "./model";

/**
 * The `sub` by which a client knows a person: the account's own id, or, for a pairwise client, one that says nothing
 * about the account and is the same at every client of its sector. Both are printable ASCII and under 255 characters.
 * Whoever compares a `sub` with a person compares it with what this gives; there is no way back from a pairwise one.
 * @see OIDC Core §8, §8.1
 */
export function subjectFor(
  { pairwiseSector }: Pick<Client, "pairwiseSector">,
  userId: string,
  { derive }: Pick<OAuthContext, "derive">,
): string {
  if (pairwiseSector === null) return userId;
  // OIDC Core §8.1: not reversible by anybody but the server, and different for another sector.
  return derive("pairwise-subject", JSON.stringify([pairwiseSector, userId]));
}
