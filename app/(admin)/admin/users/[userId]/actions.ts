"use server";

import { requireFreshActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import { decodeEmail } from "@/lib/auth/readable-host";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";
import type { FormResult } from "@/lib/forms/result";
import { setPersonClaim } from "@/lib/people/claim-values";
import { addMember, removeMember } from "@/lib/people/group-members";
import { GROUP_NAME_LIMIT } from "@/lib/people/groups";
import { ManagedGroup } from "@/lib/people/managed-group";
import { ManagedPerson } from "@/lib/people/managed-person";
import { makeResetLink } from "@/lib/people/reset-link";
import { type ClaimValueProblem, type GroupProblem, sentenceOf } from "@/lib/people/result";
import { act, PERSON_ACTS, type PersonAct } from "./_parts/acts";

const LIST = "/admin/users";

/** Makes a link for a new password and answers with it, this once. */
export const makeLinkAction = formAction({
  bound: [bound.text],
  fields: {},
  person: ({ bound: [userId] }: { bound: [string] }) => requireFreshActor(`${LIST}/${encodeURIComponent(userId)}`),
  act: async ({ person: actor, bound: [userId] }): Promise<FormResult<never, never, string>> => {
    const person = await ManagedPerson.find(actor, userId);
    const made = person && (await makeResetLink(person, new Date()));
    if (!made) return { kind: "missing" };
    if (made.ok) return { kind: "shown", shown: () => made.value.link };
    return { kind: "refused", says: (words) => sentenceOf(made, words.admin.people.problems, words) };
  },
});

/** Puts the person into the group of this name. */
export const joinGroupAction = formAction({
  bound: [bound.text],
  fields: { group: field.text(GROUP_NAME_LIMIT * 4) },
  problems: ({ admin }) => admin.groups.problems,
  person: ({ bound: [userId] }: { bound: [string] }) => requireFreshActor(`${LIST}/${encodeURIComponent(userId)}`),
  act: async ({ person: actor, bound: [userId], values }): Promise<FormResult<"group", GroupProblem>> => {
    const person = await ManagedPerson.find(actor, userId);
    if (!person) return { kind: "missing" };
    const managed = await ManagedGroup.findByName(actor, values.group);
    if (!managed) return { kind: "refused", fields: { group: "noGroup" } };
    const { email } = person.user;
    const result = await addMember(managed, email, new Date());
    if (!result.ok) return { kind: "refused", fields: { group: result.problem } };
    const { name } = managed.group;
    return {
      kind: "done",
      goTo: `${LIST}/${userId}`,
      says: ({ admin }) => admin.groups.addDone(decodeEmail(email), name),
    };
  },
});

/** Takes the person out of a group. */
export const leaveGroupAction = formAction({
  bound: [bound.text, bound.text],
  fields: {},
  person: ({ bound: [userId] }: { bound: [string, string] }) =>
    requireFreshActor(`${LIST}/${encodeURIComponent(userId)}`),
  act: async ({ person: actor, bound: [userId, groupId] }) => {
    const managed = await ManagedGroup.find(actor, groupId);
    if (managed) await removeMember(managed, userId);
    return { kind: "done", goTo: `${LIST}/${userId}`, says: ({ admin }) => admin.groups.removed };
  },
});

/** Gives the person a value of one of the operator's own claims. */
export const setClaimAction = formAction({
  bound: [bound.text, bound.text, bound.text],
  fields: { value: field.text() },
  problems: ({ common }) => common.claims.problems,
  person: ({ bound: [userId, name] }: { bound: [string, string, string] }) =>
    requireFreshActor(`${LIST}/${encodeURIComponent(userId)}?${new URLSearchParams({ claim: name })}`),
  act: async ({
    person: actor,
    bound: [userId, name, seen],
    values,
  }): Promise<FormResult<"value", ClaimValueProblem>> => {
    const person = await ManagedPerson.find(actor, userId);
    if (!person) return { kind: "missing" };
    const result = await setPersonClaim(person, name, values.value, new Date(), seen);
    if (!result.ok) return { kind: "refused", fields: { value: result.problem } };
    return { kind: "done", goTo: `${LIST}/${userId}`, says: ({ common }) => common.claims.saved(name) };
  },
});

/** Does one thing with the account; whoever has to sign in again before comes back to the question. */
export const actOnPerson = formAction({
  bound: [bound.oneOf(PERSON_ACTS), bound.text],
  fields: {},
  person: ({ bound: [wanted, userId] }: { bound: [PersonAct, string] }) =>
    requireFreshActor(`${LIST}/${encodeURIComponent(userId)}${wanted === "resume" ? "" : `?ask=${wanted}`}`),
  act: async ({ person: actor, bound: [wanted, userId] }) => {
    const person = await ManagedPerson.find(actor, userId);
    if (!person) return { kind: "missing" };
    const answer = await act(wanted, person, decodeEmail(person.user.email), new Date());
    const here = { kind: "done", goTo: `${LIST}/${userId}`, isAnew: true } as const;
    if ("says" in answer) return { ...here, goTo: wanted.startsWith("delete") ? LIST : here.goTo, says: answer.says };
    return { ...here, says: ({ admin }) => admin.people.problems[answer.problem], tone: "warning" };
  },
});
