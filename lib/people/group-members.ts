import { actedBy } from "../auth/actor";
import { decodeEmail } from "../auth/readable-host";
import { recordEvent } from "../db/audit/events";
import { deleteMember, insertMember, listMembers as listRows, type Member } from "../db/people/groups";
import { isMailAddress, normalizeEmail } from "../db/people/mail-address";
import { findUserByEmail, type User } from "../db/people/users";
import type { ManagedGroup } from "./managed-group";
import { done, type GroupProblem, type Result, refused } from "./result";

/** A page of the people of a group, the newest accounts first. `after`: id of the last one of the page before */
export async function listMembers(
  { group }: ManagedGroup,
  { after, limit }: { after?: string; limit: number },
): Promise<{ members: Member[]; hasMore: boolean }> {
  const rows = await listRows(group.groupId, { before: after, limit: limit + 1 });
  const members = rows.slice(0, limit).map((member) => ({ ...member, email: decodeEmail(member.email) }));
  return { members, hasMore: rows.length > limit };
}

/** Puts the person with this address into the group. Twice is harmless. */
export async function addMember(managed: ManagedGroup, email: string, now: Date): Promise<Result<User, GroupProblem>> {
  const { actor, group } = managed;
  const user = await findPerson(email);
  if (!user) return refused("noAccount");
  const { groupId, name } = group;
  const change = await insertMember(groupId, user.userId, now);
  if (change === "missing" || change === "full") return refused(change);
  if (change === "done") {
    const data = { ...actedBy(actor), groupId, name };
    await recordEvent({ type: "group.member_added", outcome: "ok", userId: user.userId, data }, actor.source);
  }
  return done(user);
}

/** Takes a person out of the group. Twice is harmless. */
export async function removeMember(managed: ManagedGroup, userId: string): Promise<Result<null, GroupProblem>> {
  const { actor, group } = managed;
  const { groupId, name } = group;
  if (await deleteMember(groupId, userId)) {
    const data = { ...actedBy(actor), groupId, name };
    await recordEvent({ type: "group.member_removed", outcome: "ok", userId, data }, actor.source);
  }
  return done(null);
}

/** The same by the address that the person signs in with. */
export async function removeMemberByEmail(managed: ManagedGroup, email: string): Promise<Result<User, GroupProblem>> {
  const user = await findPerson(email);
  if (!user) return refused("noAccount");
  await removeMember(managed, user.userId);
  return done(user);
}

async function findPerson(email: string): Promise<User | null> {
  return isMailAddress(normalizeEmail(email)) ? findUserByEmail(email) : null;
}
