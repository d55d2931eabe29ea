"use server";

import { requireFreshActingUser } from "@/lib/account/acting-user";
import { deleteOwnAccount } from "@/lib/account/delete-account";
import { formAction } from "@/lib/auth/form-action";
import * as field from "@/lib/forms/fields";

/** Closes the account of whoever is signed in, who typed its address. */
export const deleteAccount = formAction({
  bound: [],
  fields: { email: field.text() },
  problems: ({ account }) => account.data.delete.problems,
  person: () => requireFreshActingUser("/account/data/delete"),
  act: async ({ person, values }) => {
    const result = await deleteOwnAccount(person, values.email, new Date());
    if ("deleteAt" in result) return { kind: "done", goTo: "/keep-account", isAnew: true };
    return { kind: "refused", fields: { email: result.problem } };
  },
});
