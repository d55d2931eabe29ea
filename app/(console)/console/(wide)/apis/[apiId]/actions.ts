"use server";

import { apiPath } from "@/components/console/api-path";
import { SCOPE_ICONS, SCOPE_RISKS } from "@/lib/apis/api-metadata";
import { addScope, changeScope, retireScope } from "@/lib/apis/api-scopes";
import { createIntrospectionCredentials } from "@/lib/apis/introspection-credentials";
import { changeApi, deleteApi, findApi, isOwn } from "@/lib/apis/registered-apis";
import { requireActor, requireFreshActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import { apiFields, toApiSettings } from "@/lib/console/api-fields";
import { envBlock, type ShownSecret } from "@/lib/console/env-block";
import { comeBack, sayWhy } from "@/lib/console/form-result";
import { readScopeTexts, scopeTextFields } from "@/lib/console/scope-texts";
import { getEnv } from "@/lib/env";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";
import type { FormResult } from "@/lib/forms/result";

/** Saves which apps may ask for the API and how its tokens look. */
export const saveSettingsAction = formAction({
  bound: [bound.text, bound.text],
  fields: { ...apiFields, allowsQueryToken: field.tick() },
  problems: ({ console }) => console.problems,
  person: requireActor,
  act: async ({ person, bound: [apiId, seen], values }) => {
    const api = await findApi(person, apiId);
    if (!api) return { kind: "missing" };
    const { name, allowsQueryToken } = values;
    const input = isOwn(api) ? { name, allowsQueryToken } : toApiSettings(values);
    const result = await changeApi(person, apiId, input, seen);
    if (!result.ok) return comeBack(result.problem);
    return { kind: "done", goTo: apiPath(apiId), says: ({ console }) => console.apis.settings.saved };
  },
});

/**
 * Adds a scope, or changes the one that the page bound. The page has other forms, so the fields have names of their
 * own.
 */
export const saveScopeAction = formAction({
  bound: [bound.text, bound.textOrNull, bound.textOrNull],
  isOnce: true,
  fields: {
    "scope-name": field.text(),
    "scope-title": field.text(),
    "scope-detail": field.text(),
    "scope-risk": field.choice(SCOPE_RISKS),
    "scope-icon": field.choice(SCOPE_ICONS),
    "scope-isPublic": field.tick(),
    ...scopeTextFields,
  },
  problems: ({ console }) => console.problems,
  person: requireActor,
  act: async ({ person, bound: [apiId, existing, seen], values }) => {
    const name = existing ?? values["scope-name"];
    const input = {
      title: values["scope-title"],
      detail: values["scope-detail"],
      texts: readScopeTexts(values),
      risk: values["scope-risk"],
      icon: values["scope-icon"] ?? null,
      isPublic: values["scope-isPublic"],
    };
    const result = existing
      ? await changeScope(person, apiId, existing, input, seen)
      : await addScope(person, apiId, { ...input, name });
    if (!result.ok) {
      const { problem } = result;
      const named = Object.entries(problem.fields).map(([member, key]) => [`scope-${member.replace("#", "-")}`, key]);
      return comeBack({ ...problem, fields: Object.fromEntries(named) });
    }
    return {
      kind: "done",
      goTo: apiPath(apiId),
      says: ({ console: { apis } }) => (existing ? apis.scope.saved(name) : apis.scope.added(name)),
    };
  },
});

/** Retires a scope, or brings it back. */
export const retireScopeAction = formAction({
  bound: [bound.text, bound.text, bound.flag],
  fields: {},
  person: requireActor,
  act: async ({ person, bound: [apiId, name, isRetired] }) => {
    const goTo = apiPath(apiId);
    const result = await retireScope(person, apiId, name, isRetired);
    if (!result.ok) return sayWhy(result.problem, goTo, "danger");
    return {
      kind: "done",
      goTo,
      says: ({ console: { apis } }) => (isRetired ? apis.scope.retiredDone(name) : apis.scope.restored(name)),
    };
  },
});

/** Makes the credentials with which the API introspects tokens. The secret is in this answer only. */
export const createCredentialsAction = formAction({
  bound: [bound.text],
  fields: { requestKey: field.hidden() },
  problems: ({ console }) => console.problems,
  person: () => requireFreshActor(),
  act: async ({ person, bound: [apiId], values }): Promise<FormResult<"requestKey", never, ShownSecret>> => {
    const result = await createIntrospectionCredentials(person, apiId, values.requestKey || undefined);
    if (!result.ok) return comeBack(result.problem);
    const { clientId, clientSecret } = result.value;
    const env = envBlock({ issuer: getEnv().issuer, clientId, clientSecret });
    return { kind: "shown", shown: () => ({ secret: clientSecret ?? "", env }) };
  },
});

/** Deletes the API; when it cannot be deleted, its page says why. */
export const deleteApiAction = formAction({
  bound: [bound.text],
  fields: {},
  person: () => requireFreshActor(),
  act: async ({ person, bound: [apiId] }) => {
    const result = await deleteApi(person, apiId);
    if (!result.ok) return sayWhy(result.problem, apiPath(apiId), "danger");
    const { name } = result.value;
    return { kind: "done", goTo: "/console/apis", says: ({ console }) => console.apis.deletion.done(name) };
  },
});
