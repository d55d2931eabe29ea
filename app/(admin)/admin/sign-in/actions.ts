"use server";

import { requireFreshActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import { UPSTREAM_PRESETS } from "@/lib/auth/upstreams/presets";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";
import type { FormResult } from "@/lib/forms/result";
import type { UpstreamProblem } from "@/lib/people/result";
import { addUpstream, changeUpstream, removeUpstream, type UpstreamInput } from "@/lib/people/upstreams";

const PATH = "/admin/sign-in";

/** What is read alike for a new place and a changed one. */
const changeFields = {
  name: field.text(200),
  "client-id": field.text(500),
  secret: field.password(),
  scopes: field.text(2_000),
  domains: field.text(10_000),
  "allows-sign-up": field.tick(),
  "is-on": field.tick(),
};

/** The field that a problem is about; the others are about the form as a whole. */
const FIELD_OF: Partial<Record<UpstreamProblem, string>> = {
  idInvalid: "id",
  taken: "id",
  nameInvalid: "name",
  issuerMissing: "issuer",
  issuerInvalid: "issuer",
  issuerUnwanted: "issuer",
  unreachable: "issuer",
  clientIdInvalid: "client-id",
  secretInvalid: "secret",
  scopesInvalid: "scopes",
  domainsInvalid: "domains",
  domainTaken: "domains",
};

/** Adds a place where people can sign in to come here. */
export const addUpstreamAction = formAction({
  bound: [],
  isOnce: true,
  fields: { id: field.text(100), preset: field.choice(UPSTREAM_PRESETS), issuer: field.text(600), ...changeFields },
  problems: ({ admin }) => admin.upstreams.problems,
  person: () => requireFreshActor(),
  act: async ({ person, values }): Promise<FormResult<string, UpstreamProblem>> => {
    const { id: upstreamId, preset = "openid", issuer, secret } = values;
    const input = { ...toInput(values), secret: secret.trim(), upstreamId, preset, issuer };
    const result = await addUpstream(person, input, new Date());
    if (!result.ok) return refuse(result.problem);
    return { kind: "done", goTo: PATH, isAnew: true, says: ({ admin }) => admin.upstreams.added(result.value.name) };
  },
});

/** Changes one; what it is stays. */
export const changeUpstreamAction = formAction({
  bound: [bound.text, bound.text],
  fields: changeFields,
  problems: ({ admin }) => admin.upstreams.problems,
  person: () => requireFreshActor(),
  act: async ({ person, bound: [upstreamId, seen], values }): Promise<FormResult<string, UpstreamProblem>> => {
    const result = await changeUpstream(person, upstreamId, toInput(values), seen);
    if (!result.ok) return refuse(result.problem);
    return { kind: "done", goTo: PATH, isAnew: true, says: ({ admin }) => admin.upstreams.saved(result.value.name) };
  },
});

/** Removes one, with all links between accounts there and here. */
export const removeUpstreamAction = formAction({
  bound: [bound.text],
  fields: {},
  person: () => requireFreshActor(),
  act: async ({ person, bound: [upstreamId] }) => {
    const here = { kind: "done", goTo: PATH, isAnew: true } as const;
    const result = await removeUpstream(person, upstreamId);
    if (!result.ok) return { ...here, says: ({ admin }) => admin.upstreams.problems[result.problem], tone: "warning" };
    const { name, links } = result.value;
    return { ...here, says: ({ admin }) => admin.upstreams.removed(name, links) };
  },
});

function toInput(values: field.ValuesOf<typeof changeFields>): UpstreamInput {
  return {
    name: values.name,
    clientId: values["client-id"],
    secret: values.secret.trim() || null,
    scopes: listOf(values.scopes),
    domains: listOf(values.domains),
    allowsSignUp: values["allows-sign-up"],
    isOn: values["is-on"],
  };
}

function listOf(typed: string): string[] {
  return typed.split(/[\s,]+/).filter((part) => part !== "");
}

function refuse(problem: UpstreamProblem): FormResult<string, UpstreamProblem> {
  const at = FIELD_OF[problem];
  if (at !== undefined) return { kind: "refused", fields: { [at]: problem } };
  return { kind: "refused", says: ({ admin }) => admin.upstreams.problems[problem] };
}
