import {
  type ClientMembers,
  type KeyMember,
  MEMBERS,
  type Member,
  type MemberKey,
  type OwnMember,
  type RegisteredMember,
  type ReviewedMember,
  type SettingsGroup,
} from "./members";

/** Every member, in the order of the table. */
export const ALL_MEMBERS = Object.keys(MEMBERS) as MemberKey[];

/** The row of a member, typed as any row. */
export function memberOf(key: MemberKey): Member {
  return MEMBERS[key];
}

/** The row of the member with this name in code; null: the table has none. */
export function findRow(key: string): Member | null {
  return isMember(key) ? MEMBERS[key] : null;
}

function select<Key extends MemberKey>(isPart: (row: Member) => boolean): readonly Key[] {
  return ALL_MEMBERS.filter((key): key is Key => isPart(memberOf(key)));
}

export const REGISTERED_MEMBERS = select<RegisteredMember>(({ saidBy }) => saidBy.includes("registration"));
export const OWN_MEMBERS = select<OwnMember>(({ saidBy }) => saidBy.includes("owner"));
export const REVIEWED_MEMBERS = select<ReviewedMember>(({ waits }) => waits === "review");
export const KEY_MEMBERS = select<KeyMember>(({ waits }) => waits === "method");

/** The members of a group of the console's settings. */
export function listSettings(group: SettingsGroup): readonly OwnMember[] {
  return OWN_MEMBERS.filter((key) => memberOf(key).settings === group);
}

/** A client with every member at its default. */
export const MEMBER_DEFAULTS = Object.fromEntries(
  ALL_MEMBERS.map((key) => [key, memberOf(key).default]),
) as ClientMembers;

const byWireName = new Map(ALL_MEMBERS.map((key) => [memberOf(key).wire, key]));

/** The member with this name on the wire; null: the table has none. */
export function findMember(wire: string): MemberKey | null {
  return byWireName.get(wire) ?? null;
}

/** The name on the wire for a name in code, including names that are not in the table, such as `redirectUris`. */
export function toWireName(key: string): string {
  return isMember(key) ? MEMBERS[key].wire : key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The name in code for a name on the wire, including names that are not in the table, such as `redirect_uris`. */
export function toKey(wire: string): string {
  return findMember(wire) ?? wire.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function isMember(key: string): key is MemberKey {
  return Object.hasOwn(MEMBERS, key);
}
