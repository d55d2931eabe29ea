"use server";

import { requireActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import { restoreClient } from "@/lib/clients/delete-client";
import * as bound from "@/lib/forms/bound";

/** Brings a deleted app back. */
export const restoreClientAction = formAction({
  bound: [bound.text],
  fields: {},
  person: requireActor,
  act: async ({ person, bound: [clientId] }) => {
    const result = await restoreClient(person, clientId);
    // Leaves the list of deleted apps, which no longer holds this one.
    const list = { kind: "done", goTo: "/console", isAnew: true } as const;
    if (!result.ok) return { ...list, says: ({ console }) => console.problems[result.problem.key], tone: "danger" };
    return { ...list, says: ({ console }) => console.list.restored(result.value.name) };
  },
});
