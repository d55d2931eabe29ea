import type { ClientDetails } from "../db/clients/clients";
import { nameSeen } from "../forms/seen";
import type { MemberKey } from "../oauth/client/members";

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

/** Whether somebody changed one of the members since the form was made. */
export function isOvertaken(client: ClientDetails, { members, seen }: SeenMembers): boolean {
  return nameSeenMembers(client, members) !== seen;
}
