"use server";

import { formAction } from "@/lib/auth/form-action";
import { SCOPE_MEMBERS, setScopes } from "@/lib/clients/client-scopes";
import { requireClient } from "@/lib/console/console-page";
import { comeBack } from "@/lib/console/form-result";
import { savedWords } from "@/lib/console/saved-words";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";

/** Saves what the app may ask for. */
export const saveScopesAction = formAction({
  bound: [bound.text, bound.text],
  fields: { scope: field.ticks(), optional: field.ticks() },
  problems: ({ console }) => console.problems,
  person: ({ bound: [clientId] }) => requireClient(clientId),
  act: async ({ person: managed, bound: [clientId, seen], values: { scope: scopes, optional: optionalScopes } }) => {
    const result = await setScopes(managed, { scopes, optionalScopes }, { members: SCOPE_MEMBERS, seen });
    if (!result.ok) return comeBack(result.problem);
    return {
      kind: "done",
      goTo: `/console/clients/${encodeURIComponent(clientId)}/scopes`,
      says: await savedWords(managed, ({ console }) => console.scopes.saved),
    };
  },
});
