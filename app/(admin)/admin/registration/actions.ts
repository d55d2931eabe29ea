"use server";

import { exampleOf } from "@/lib/admin/example-of-token";
import { createInitialToken, revokeInitialToken } from "@/lib/admin/initial-tokens";
import { requireFreshActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import type { ProblemKey } from "@/lib/clients/result";
import type { ShownSecret } from "@/lib/console/env-block";
import { comeBack } from "@/lib/console/form-result";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";
import type { FormResult } from "@/lib/forms/result";

/** Makes an initial access token and answers with its value, this once. */
export const createTokenAction = formAction({
  bound: [],
  fields: {
    note: field.text(),
    uses: field.count(),
    days: field.count(),
    trusted: field.tick(),
    requestKey: field.hidden(),
  },
  problems: ({ console }) => console.problems,
  person: () => requireFreshActor(),
  act: async ({ person, values }): Promise<FormResult<string, ProblemKey, ShownSecret>> => {
    const { note, uses, days, trusted: isTrusted, requestKey } = values;
    const input = { note, uses, days, isTrusted, requestKey: requestKey || undefined };
    const result = await createInitialToken(person, input, new Date());
    if (!result.ok) return comeBack(result.problem);
    const { value } = result.value;
    return { kind: "shown", shown: () => ({ secret: value, env: exampleOf(value) }) };
  },
});

/** Stops a token. */
export const revokeTokenAction = formAction({
  bound: [bound.text],
  fields: {},
  person: () => requireFreshActor(),
  act: async ({ person, bound: [id] }) => {
    const here = { kind: "done", goTo: "/admin/registration" } as const;
    const result = await revokeInitialToken(person, id, new Date());
    if (result.ok) return { ...here, says: ({ admin }) => admin.tokens.revoked };
    return { ...here, says: ({ console }) => console.problems[result.problem.key], tone: "warning" };
  },
});
