"use server";

import { requireFreshActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import type { ShownSecret } from "@/lib/console/env-block";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";
import type { FormResult, Refused } from "@/lib/forms/result";
import {
  addDirectory,
  changeDirectory,
  getScimAddress,
  type OpenedDirectory,
  removeDirectory,
  rotateDirectoryToken,
} from "@/lib/people/directories";
import type { DirectoryProblem } from "@/lib/people/result";

const PATH = "/admin/directories";

const settingFields = {
  name: field.text(200),
  domains: field.text(10_000),
  "links-existing": field.tick(),
  invites: field.tick(),
};

/** The field that a problem is about; the others are about the form as a whole. */
const FIELD_OF: Partial<Record<DirectoryProblem, string>> = {
  nameInvalid: "name",
  taken: "name",
  domainsInvalid: "domains",
  domainsMissing: "domains",
};

/** Adds a directory and answers with its token, this once. */
export const addDirectoryAction = formAction({
  bound: [],
  fields: settingFields,
  problems: ({ admin }) => admin.directories.problems,
  person: () => requireFreshActor(),
  act: async ({ person, values }): Promise<FormResult<string, DirectoryProblem, ShownSecret>> => {
    const result = await addDirectory(person, toInput(values), new Date());
    return result.ok ? show(result.value) : refuse(result.problem);
  },
});

/** Changes one. */
export const changeDirectoryAction = formAction({
  bound: [bound.text, bound.text],
  fields: settingFields,
  problems: ({ admin }) => admin.directories.problems,
  person: () => requireFreshActor(),
  act: async ({ person, bound: [directoryId, seen], values }): Promise<FormResult<string, DirectoryProblem>> => {
    const result = await changeDirectory(person, directoryId, toInput(values), { seen, now: new Date() });
    if (!result.ok) return refuse(result.problem);
    return { kind: "done", goTo: PATH, isAnew: true, says: ({ admin }) => admin.directories.saved(result.value.name) };
  },
});

/** Makes another token and answers with it, this once. */
export const rotateTokenAction = formAction({
  bound: [bound.text],
  fields: {},
  problems: ({ admin }) => admin.directories.problems,
  person: () => requireFreshActor(),
  act: async ({ person, bound: [directoryId] }): Promise<FormResult<string, DirectoryProblem, ShownSecret>> => {
    const result = await rotateDirectoryToken(person, directoryId, new Date());
    return result.ok ? show(result.value) : refuse(result.problem);
  },
});

/** Removes one. Its people and groups stay. */
export const removeDirectoryAction = formAction({
  bound: [bound.text],
  fields: {},
  person: () => requireFreshActor(),
  act: async ({ person, bound: [directoryId] }) => {
    const here = { kind: "done", goTo: PATH, isAnew: true } as const;
    const result = await removeDirectory(person, directoryId, new Date());
    if (!result.ok)
      return { ...here, says: ({ admin }) => admin.directories.problems[result.problem], tone: "warning" };
    return { ...here, says: ({ admin }) => admin.directories.removed(result.value.name) };
  },
});

function show({ token }: OpenedDirectory): FormResult<string, DirectoryProblem, ShownSecret> {
  return { kind: "shown", shown: () => ({ secret: token, env: getScimAddress() }) };
}

function toInput(values: field.ValuesOf<typeof settingFields>) {
  const domains = values.domains.split(/[\s,]+/).filter((part) => part !== "");
  return { name: values.name, domains, invites: values.invites, linksExisting: values["links-existing"] };
}

function refuse(problem: DirectoryProblem): Refused<string, DirectoryProblem> {
  const at = FIELD_OF[problem];
  if (at !== undefined) return { kind: "refused", fields: { [at]: problem } };
  return { kind: "refused", says: ({ admin }) => admin.directories.problems[problem] };
}
