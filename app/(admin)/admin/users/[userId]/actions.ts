"use server";

import { requireFreshActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import { decodeEmail } from "@/lib/auth/readable-host";
import * as bound from "@/lib/forms/bound";
import type { FormResult } from "@/lib/forms/result";
import { ManagedPerson } from "@/lib/people/managed-person";
import { makeResetLink } from "@/lib/people/reset-link";
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
    const { problem } = made;
    return { kind: "refused", says: ({ admin }) => admin.people.problems[problem] };
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
    if ("says" in answer) return { ...here, goTo: wanted === "delete" ? LIST : here.goTo, says: answer.says };
    return { ...here, says: ({ admin }) => admin.people.problems[answer.problem], tone: "warning" };
  },
});
