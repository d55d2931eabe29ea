import type { OAuthContext } from "../context";
import type { Client } from "../model";

/**
 * The `sub` by which a client knows a person: the account's id or, for a pairwise client, a value that reveals nothing
 * about the account and is the same at every client of the sector. Both are printable ASCII and under 255 characters.
 * To find out whether a `sub` belongs to a person, compare it with this one: a pairwise `sub` cannot be reversed.
 * @see OIDC Core §8, §8.1
 */
export function subjectFor(
  { pairwiseSector }: Pick<Client, "pairwiseSector">,
  userId: string,
  { derive }: Pick<OAuthContext, "derive">,
): string {
  if (pairwiseSector === null) return userId;
  // OIDC Core §8.1: nobody but the server can reverse it, and it differs between sectors.
  return derive("pairwise-subject", JSON.stringify([pairwiseSector, userId]));
}
