"use server";

import { requireFreshActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import { labelTextFields, readLabelTexts } from "@/lib/console/label-texts";
import { readScopeTexts, scopeTextFields } from "@/lib/console/scope-texts";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";
import type { FormResult } from "@/lib/forms/result";
import { CLAIM_TYPES } from "@/lib/oauth/tokens/defined-claims";
import { CLAIM_EDITORS, type ClaimChanges, changeClaim, defineClaim, removeClaim } from "@/lib/people/defined-claims";
import type { ClaimProblem } from "@/lib/people/result";

const PATH = "/admin/claims";

/** What is read alike for a new claim and a changed one. */
const changeFields = {
  label: field.text(200),
  editor: field.choice(CLAIM_EDITORS),
  scope: field.text(100),
  "scope-name": field.text(100),
  "scope-title": field.text(200),
  "scope-detail": field.text(400),
  ...scopeTextFields,
  ...labelTextFields,
};

/** The field that a problem is about; the others are about the name. */
const FIELD_OF: Partial<Record<ClaimProblem, "label" | "scope" | "scope-name">> = {
  labelMissing: "label",
  labelLong: "label",
  scopeInvalid: "scope",
  scopeTaken: "scope-name",
};

/** Defines a claim. */
export const createClaimAction = formAction({
  bound: [],
  isOnce: true,
  fields: {
    name: field.text(100),
    type: field.choice(CLAIM_TYPES),
    ...changeFields,
  },
  problems: ({ admin }) => admin.claims.problems,
  person: () => requireFreshActor(),
  act: async ({ person, values }): Promise<FormResult<string, ClaimProblem>> => {
    const { name, type = "text" } = values;
    const result = await defineClaim(person, { name, type, ...toChanges(values) }, new Date());
    if (!result.ok) return { kind: "refused", fields: { [FIELD_OF[result.problem] ?? "name"]: result.problem } };
    return { kind: "done", goTo: PATH, isAnew: true, says: ({ admin }) => admin.claims.created(result.value.name) };
  },
});

/** Changes a claim; its name and type stay. */
export const changeClaimAction = formAction({
  bound: [bound.text, bound.text],
  fields: changeFields,
  problems: ({ admin }) => admin.claims.problems,
  person: () => requireFreshActor(),
  act: async ({ person, bound: [name, seen], values }): Promise<FormResult<string, ClaimProblem>> => {
    const result = await changeClaim(person, name, toChanges(values), new Date(), seen);
    if (result.ok) return { kind: "done", goTo: PATH, isAnew: true, says: ({ admin }) => admin.claims.changed(name) };
    if (result.problem === "overtaken")
      return { kind: "refused", says: ({ admin }) => admin.claims.problems.overtaken };
    return { kind: "refused", fields: { [FIELD_OF[result.problem] ?? "label"]: result.problem } };
  },
});

function toChanges(values: field.ValuesOf<typeof changeFields>): ClaimChanges {
  const { label, editor = "administrator", scope } = values;
  const texts = Object.entries(readScopeTexts(values)).flatMap(([tag, text]) => (text ? [[tag, text] as const] : []));
  const newScope = {
    name: values["scope-name"],
    title: values["scope-title"],
    detail: values["scope-detail"],
    texts: Object.fromEntries(texts),
  };
  return { label, editor, labels: readLabelTexts(values), scope: scope || newScope };
}

/** Deletes a claim with everybody's values. */
export const removeClaimAction = formAction({
  bound: [bound.text],
  fields: {},
  person: () => requireFreshActor(),
  act: async ({ person, bound: [name] }) => {
    const here = { kind: "done", goTo: PATH, isAnew: true } as const;
    const result = await removeClaim(person, name, new Date());
    if (result.ok) return { ...here, says: ({ admin }) => admin.claims.removed(name) };
    return { ...here, says: ({ admin }) => admin.claims.problems[result.problem], tone: "warning" };
  },
});
