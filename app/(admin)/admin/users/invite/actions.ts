"use server";

import { requireFreshActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";
import type { Done, FormResult, Missing, Sentence } from "@/lib/forms/result";
import { invite, sendInvitationAgain, withdrawInvitation } from "@/lib/people/invitations";
import { type InvitationProblem, type Refusal, sentenceOf } from "@/lib/people/result";

const PATH = "/admin/users/invite";

/** Mails an invitation to an address. */
export const inviteAction = formAction({
  bound: [],
  isOnce: true,
  fields: { email: field.text(254) },
  problems: ({ admin }) => admin.invitations.problems,
  person: () => requireFreshActor(PATH),
  act: async ({ person, values }): Promise<FormResult<"email", InvitationProblem>> => {
    const result = await invite(person, values.email, new Date());
    if (result.ok) {
      const { email } = result.value;
      return { kind: "done", goTo: PATH, says: ({ admin }) => admin.invitations.invited(email) };
    }
    if (result.problem === "forbidden") return { kind: "missing" };
    if (result.problem === "tooMany") return { kind: "refused", says: sayWhy(result) };
    return { kind: "refused", fields: { email: result.problem } };
  },
});

/** Mails it again, with another link. */
export const sendAgainAction = formAction({
  bound: [bound.text],
  fields: {},
  person: () => requireFreshActor(PATH),
  act: async ({ person, bound: [id] }) => {
    const result = await sendInvitationAgain(person, id, new Date());
    return result.ok
      ? { kind: "done", goTo: PATH, says: ({ admin }) => admin.invitations.invited(result.value.email) }
      : tell(result);
  },
});

/** Takes it back. */
export const withdrawAction = formAction({
  bound: [bound.text],
  fields: {},
  person: () => requireFreshActor(PATH),
  act: async ({ person, bound: [id] }) => {
    const result = await withdrawInvitation(person, id);
    return result.ok ? { kind: "done", goTo: PATH, says: ({ admin }) => admin.invitations.withdrawn } : tell(result);
  },
});

function tell(refusal: Refusal<InvitationProblem>): Done | Missing {
  if (refusal.problem === "forbidden") return { kind: "missing" };
  return { kind: "done", goTo: PATH, says: sayWhy(refusal), tone: "warning" };
}

function sayWhy(refusal: Refusal<InvitationProblem>): Sentence {
  return (words) => sentenceOf(refusal, words.admin.invitations.problems, words);
}
