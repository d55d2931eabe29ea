"use server";

import { requireActor, requireFreshActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import { acceptInvitation, declineInvitation } from "@/lib/clients/team";
import { sayWhy } from "@/lib/console/form-result";
import * as bound from "@/lib/forms/bound";

/** Joins the team of the app. */
export const acceptInvitationAction = formAction({
  bound: [bound.text],
  fields: {},
  person: ({ bound: [clientId] }: { bound: [string] }) =>
    requireFreshActor(`/console/invitations/${encodeURIComponent(clientId)}`),
  act: async ({ person, bound: [clientId] }) => {
    const result = await acceptInvitation(person, clientId, new Date());
    if (!result.ok) return sayWhy(result.problem, "/console");
    const { clientName } = result.value;
    return {
      kind: "done",
      goTo: `/console/clients/${encodeURIComponent(clientId)}`,
      says: ({ console }) => console.team.joined(clientName),
    };
  },
});

/** Declines the invitation. */
export const declineInvitationAction = formAction({
  bound: [bound.text],
  fields: {},
  person: requireActor,
  act: async ({ person, bound: [clientId] }) => {
    await declineInvitation(person, clientId, new Date());
    return { kind: "done", goTo: "/console", says: ({ console }) => console.team.declined };
  },
});
