"use server";

import { requireFreshActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import { acceptHandover, declineHandover } from "@/lib/clients/hand-over";
import { sayWhy } from "@/lib/console/form-result";
import * as bound from "@/lib/forms/bound";

/** Takes the app that was offered. */
export const acceptOfferAction = formAction({
  bound: [bound.text],
  fields: {},
  person: ({ bound: [clientId] }: { bound: [string] }) => requireFreshActor(pathOf(clientId)),
  act: async ({ person, bound: [clientId] }) => {
    const result = await acceptHandover(person, clientId, new Date());
    if (!result.ok) return sayWhy(result.problem, "/console");
    const { clientName } = result.value;
    return {
      kind: "done",
      goTo: `/console/clients/${encodeURIComponent(clientId)}`,
      says: ({ console }) => console.handover.taken(clientName),
    };
  },
});

/** Declines it. */
export const declineOfferAction = formAction({
  bound: [bound.text],
  fields: {},
  person: ({ bound: [clientId] }: { bound: [string] }) => requireFreshActor(pathOf(clientId)),
  act: async ({ person, bound: [clientId] }) => {
    await declineHandover(person, clientId, new Date());
    return { kind: "done", goTo: "/console", says: ({ console }) => console.handover.declined };
  },
});

function pathOf(clientId: string): string {
  return `/console/offers/${encodeURIComponent(clientId)}`;
}
