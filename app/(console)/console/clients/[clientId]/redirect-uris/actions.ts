"use server";

import { formAction } from "@/lib/auth/form-action";
import { addUris, changeUri, removeUri } from "@/lib/clients/redirect-uris";
import type { Problem } from "@/lib/clients/result";
import { applyFix } from "@/lib/console/apply-fix";
import { requireFreshClient } from "@/lib/console/console-page";
import { comeBack, sayWhy } from "@/lib/console/form-result";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";

const listKind = bound.oneOf(["redirect", "post_logout"]);

/** One address, or one a line: each of the two lists of the page has both fields. */
const addFields = {
  "redirect-uri": field.text(),
  "redirect-uris": field.text(),
  "post-logout-uri": field.text(),
  "post-logout-uris": field.text(),
};
const addName = bound.oneOf(["redirect-uri", "redirect-uris", "post-logout-uri", "post-logout-uris"]);

/**
 * Adds the addresses of the field that the page bound, and gives the focus to the new row. A second press finds them there
 * and says so; acting once would cost three statements.
 */
export const addUrisAction = formAction({
  bound: [bound.text, listKind, addName],
  fields: { ...addFields, fix: field.hidden() },
  problems: ({ console }) => console.problems,
  // A person who has to sign in first comes back to the editor with what they typed.
  person: ({ bound: [clientId, kind, name], values }) =>
    requireFreshClient(clientId, kind === "redirect" ? editorWith(clientId, values[name]) : undefined),
  act: async ({ person: managed, bound: [clientId, kind, name], values }) => {
    const fixed = applyFix(values[name], values.fix);
    if (fixed !== null) return { kind: "filled", values: { [name]: fixed } };
    const result = await addUris(managed, kind, field.linesOf(values[name]));
    if (!result.ok) return comeBack(atField(result.problem, name));
    const { length } = result.value;
    const [first] = result.value;
    if (!first) {
      const goTo = listPath(clientId);
      return { kind: "done", goTo, says: ({ console }) => console.redirectUris.nothingNew, tone: "info" };
    }
    return {
      kind: "done",
      goTo: listPath(clientId, `?added=${first}#uri-${first}`),
      says: ({ console }) => console.redirectUris.added(length),
      made: `uri-${first}`,
    };
  },
});

/** Replaces an address. */
export const changeUriAction = formAction({
  bound: [bound.text, listKind, bound.text, bound.text],
  fields: { "changed-uri": field.text(), fix: field.hidden() },
  problems: ({ console }) => console.problems,
  person: ({ bound: [clientId] }) => requireFreshClient(clientId),
  act: async ({ person: managed, bound: [clientId, kind, id, seen], values: { "changed-uri": typed, fix } }) => {
    const fixed = applyFix(typed, fix);
    if (fixed !== null) return { kind: "filled", values: { "changed-uri": fixed } };
    const result = await changeUri(managed, kind, id, typed, seen);
    if (!result.ok) {
      // Somebody removed the row meanwhile, and its form is gone with it.
      if (result.problem.key === "uri_missing") return sayWhy(result.problem, listPath(clientId));
      return comeBack(atField(result.problem, "changed-uri"));
    }
    return {
      kind: "done",
      goTo: listPath(clientId, `?added=${id}#uri-${id}`),
      says: ({ console }) => console.redirectUris.changed,
    };
  },
});

/** Takes an address off the list. */
export const removeUriAction = formAction({
  bound: [bound.text, bound.text],
  fields: {},
  person: ({ bound: [clientId] }) => requireFreshClient(clientId),
  act: async ({ person: managed, bound: [clientId, id] }) => {
    const result = await removeUri(managed, id);
    if (!result.ok) return sayWhy(result.problem, listPath(clientId));
    return { kind: "done", goTo: listPath(clientId), says: ({ console }) => console.redirectUris.removed };
  },
});

function listPath(clientId: string, rest = ""): string {
  return `/console/clients/${encodeURIComponent(clientId)}/redirect-uris${rest}`;
}

/** The page with its editor filled with what was typed. */
function editorWith(clientId: string, typed: string): string {
  const [first] = field.linesOf(typed);
  return listPath(clientId, first === undefined ? "" : `?add=${encodeURIComponent(first)}`);
}

/** What is wrong with an address, at the field where it was typed. */
function atField(problem: Problem, name: string): Problem {
  const [key] = Object.values(problem.fields).slice(-1);
  return { ...problem, fields: key ? { [name]: key } : {} };
}
