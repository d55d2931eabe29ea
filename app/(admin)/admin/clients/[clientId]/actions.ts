"use server";

import { refuseChanges, refuseClient, verifyClient } from "@/lib/admin/review-clients";
import { requireActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import { comeBack } from "@/lib/console/form-result";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";

const LIST = "/admin/clients";

/** Verifies the app as the page showed it; when it changed meanwhile, its page says so. */
export const verifyAction = formAction({
  bound: [bound.text, bound.text],
  fields: {},
  person: requireActor,
  act: async ({ person, bound: [clientId, revision] }) => {
    const result = await verifyClient(person, clientId, revision);
    if (result.ok) {
      return { kind: "done", goTo: LIST, says: ({ admin }) => admin.review.verified(result.value.name) };
    }
    const { key, fields } = result.problem;
    if (key === "not_found") return { kind: "missing" };
    return {
      kind: "done",
      goTo: `${LIST}/${encodeURIComponent(clientId)}`,
      says: ({ console }) =>
        [...new Set([key, ...Object.values(fields)])].map((each) => console.problems[each]).join(" "),
      tone: "warning",
    };
  },
});

/** Sends the app back to development, for the reason that was typed. */
export const refuseAction = formAction({
  bound: [bound.text],
  fields: { reason: field.text() },
  problems: ({ console }) => console.problems,
  person: requireActor,
  act: async ({ person, bound: [clientId], values }) => {
    const result = await refuseClient(person, clientId, values.reason);
    if (!result.ok) return comeBack(result.problem);
    return { kind: "done", goTo: LIST, says: ({ admin }) => admin.review.refused(result.value.name) };
  },
});

/** Refuses what the app asks to change, for the reason that was typed. */
export const refuseChangesAction = formAction({
  bound: [bound.text],
  fields: { "changes-reason": field.text() },
  problems: ({ console }) => console.problems,
  person: requireActor,
  act: async ({ person, bound: [clientId], values }) => {
    const result = await refuseChanges(person, clientId, values["changes-reason"]);
    if (!result.ok) {
      const { reason } = result.problem.fields;
      return comeBack({ ...result.problem, fields: reason ? { "changes-reason": reason } : {} });
    }
    return { kind: "done", goTo: LIST, says: ({ admin }) => admin.review.changesRefused(result.value.name) };
  },
});
