import { isDeepStrictEqual } from "node:util";
import type { ClientChanges, ClientDetails } from "../db/clients/clients";
import { nameSeen } from "../forms/seen";
import type { MemberKey } from "../oauth/client/members";
import { withPending } from "../oauth/client/review";
import { done, type Result, refused } from "./result";

/** A member of a client that a form shows. */
type SeenMember = MemberKey | "optionalScopes";

/** Which members of a client a form showed, and what they were then, by {@link nameSeenMembers}. */
export interface SeenMembers {
  members: readonly SeenMember[];
  seen: string;
}

/** Names the values of some members of a client as its pages show them, with those that wait for review. */
export function nameSeenMembers(client: ClientDetails, members: readonly SeenMember[]): string {
  const waiting = new Map<string, unknown>(Object.entries(client.pendingChanges ?? {}));
  return nameSeen(members.map((member) => [client[member], waiting.get(member)]));
}

/**
 * What a form changes, unless somebody changed one of the members that it showed since it was made. If they are what it makes of
 * them, as after a second press, nothing is left to change.
 * @param shown null: the changes come from no form
 */
export function decideAsShown(
  client: ClientDetails,
  shown: SeenMembers | null,
  decided: Result<ClientChanges>,
): Result<ClientChanges> {
  if (shown === null || nameSeenMembers(client, shown.members) === shown.seen) return decided;
  const now = new Map<string, unknown>(Object.entries(withPending(client)));
  const isSaved =
    decided.ok && Object.entries(decided.value).every(([member, value]) => isDeepStrictEqual(now.get(member), value));
  return isSaved ? done({}) : refused("overtaken");
}
