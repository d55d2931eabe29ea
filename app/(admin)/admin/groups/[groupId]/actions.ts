"use server";

import { requireFreshActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import { decodeEmail } from "@/lib/auth/readable-host";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";
import type { FormResult } from "@/lib/forms/result";
import { addMember, removeMember } from "@/lib/people/group-members";
import { deleteGroup, GROUP_NAME_LIMIT, renameGroup } from "@/lib/people/groups";
import { ManagedGroup } from "@/lib/people/managed-group";
import type { GroupProblem } from "@/lib/people/result";

const LIST = "/admin/groups";
const pathOf = (groupId: string) => `${LIST}/${encodeURIComponent(groupId)}`;
const freshAt = ({ bound: [groupId] }: { bound: [string] }) => requireFreshActor(pathOf(groupId));

/** Gives the group another name. */
export const renameGroupAction = formAction({
  bound: [bound.text, bound.text],
  fields: { name: field.text(GROUP_NAME_LIMIT * 4) },
  problems: ({ admin }) => admin.groups.problems,
  person: ({ bound: [groupId] }: { bound: [string, string] }) => requireFreshActor(pathOf(groupId)),
  act: async ({ person, bound: [groupId, seen], values }): Promise<FormResult<"name", GroupProblem>> => {
    const managed = await ManagedGroup.find(person, groupId);
    if (!managed) return { kind: "missing" };
    const result = await renameGroup(managed, values.name, seen);
    if (!result.ok) return { kind: "refused", fields: { name: result.problem } };
    const { name } = result.value;
    return { kind: "done", goTo: pathOf(groupId), isAnew: true, says: ({ admin }) => admin.groups.renamed(name) };
  },
});

/** Puts somebody into the group. */
export const addMemberAction = formAction({
  bound: [bound.text],
  fields: { email: field.text(320) },
  problems: ({ admin }) => admin.groups.problems,
  person: freshAt,
  act: async ({ person, bound: [groupId], values }): Promise<FormResult<"email", GroupProblem>> => {
    const managed = await ManagedGroup.find(person, groupId);
    if (!managed) return { kind: "missing" };
    const result = await addMember(managed, values.email, new Date());
    if (!result.ok) return { kind: "refused", fields: { email: result.problem } };
    const email = decodeEmail(result.value.email);
    const { name } = managed.group;
    return { kind: "done", goTo: pathOf(groupId), says: ({ admin }) => admin.groups.addDone(email, name) };
  },
});

/** Takes somebody out of the group. */
export const removeMemberAction = formAction({
  bound: [bound.text, bound.text],
  fields: {},
  person: ({ bound: [groupId] }: { bound: [string, string] }) => requireFreshActor(pathOf(groupId)),
  act: async ({ person, bound: [groupId, userId] }) => {
    const managed = await ManagedGroup.find(person, groupId);
    if (!managed) return { kind: "missing" };
    await removeMember(managed, userId);
    return { kind: "done", goTo: pathOf(groupId), says: ({ admin }) => admin.groups.removed };
  },
});

/** Deletes the group; whoever has to sign in again before comes back to the question. */
export const deleteGroupAction = formAction({
  bound: [bound.text],
  fields: {},
  person: ({ bound: [groupId] }: { bound: [string] }) => requireFreshActor(`${pathOf(groupId)}?ask=delete`),
  act: async ({ person, bound: [groupId] }) => {
    const managed = await ManagedGroup.find(person, groupId);
    if (!managed) return { kind: "missing" };
    const result = await deleteGroup(managed);
    if (!result.ok) return { kind: "missing" };
    const { name } = managed.group;
    return { kind: "done", goTo: LIST, says: ({ admin }) => admin.groups.deleted(name) };
  },
});
