import { notFound, redirect } from "next/navigation";
import type { RedirectUriKind } from "../db/redirect-uris";
import { setFlash } from "../http/flash";
import { goTo } from "../http/go-to";
import { getWords } from "../i18n/words";
import {
  type ActionState,
  applyFix,
  linesOf,
  stateOfProblem,
  stateOfSuccess,
  stateOfValues,
  textField,
} from "./action-state";
import type { Actor } from "./authorise";
import { addUris, changeUri, removeUri } from "./redirect-uris";

export type RedirectUriListKind = RedirectUriKind;

function listPath(clientId: string, hash = ""): string {
  return `/console/clients/${encodeURIComponent(clientId)}/redirect-uris${hash}`;
}

/** The page with its editor filled with what was typed, for the way back from a sign-in. */
export function editorWith(clientId: string, typed: FormDataEntryValue | null): string {
  const [first] = typeof typed === "string" ? linesOf(typed) : [];
  return listPath(clientId, first === undefined ? "" : `?add=${encodeURIComponent(first)}`);
}

/** Adds and goes back to the list, at the new row; or the form comes back. */
export async function submitAddedUris(
  actor: Actor,
  clientId: string,
  kind: RedirectUriKind,
  field: string,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  const fixed = applyFix(form, field);
  if (fixed !== null) return stateOfValues(state, { [field]: fixed });
  const typed = textField(form, field);
  const result = await addUris(actor, clientId, kind, linesOf(typed));
  if (!result.ok) {
    if (result.problem.key === "not_found") notFound();
    const fields = Object.fromEntries(Object.values(result.problem.fields).map((key) => [field, key]));
    return stateOfProblem(state, { ...result.problem, fields }, { [field]: typed });
  }
  const words = getWords().console.redirectUris;
  const [first] = result.value;
  if (first) await setFlash(words.added(result.value.length));
  else await setFlash(words.nothingNew, "info");
  await goTo(listPath(clientId, first ? `?added=${first}#uri-${first}` : ""), { ignoresQuery: true });
  return stateOfSuccess(state, first && `uri-${first}`);
}

/** Replaces and goes back to the list, at the row; or the form comes back. */
export async function submitChangedUri(
  actor: Actor,
  clientId: string,
  kind: RedirectUriKind,
  id: string,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  const fixed = applyFix(form, "changed-uri");
  if (fixed !== null) return stateOfValues(state, { "changed-uri": fixed });
  const typed = textField(form, "changed-uri");
  const result = await changeUri(actor, clientId, kind, id, typed);
  const words = getWords().console;
  if (!result.ok) {
    const { problem } = result;
    if (problem.key === "not_found") notFound();
    if (problem.key === "uri_missing") {
      await setFlash(words.problems.uri_missing, "warning");
      redirect(listPath(clientId));
    }
    const fields = Object.fromEntries(Object.values(problem.fields).map((key) => ["changed-uri", key]));
    return stateOfProblem(state, { ...problem, fields }, { "changed-uri": typed });
  }
  await setFlash(words.redirectUris.changed);
  redirect(listPath(clientId, `?added=${id}#uri-${id}`));
}

/** Removes and goes back to the list. */
export async function submitRemovedUri(actor: Actor, clientId: string, id: string): Promise<void> {
  const result = await removeUri(actor, clientId, id);
  const words = getWords().console;
  if (!result.ok && result.problem.key === "not_found") notFound();
  if (result.ok) await setFlash(words.redirectUris.removed);
  else await setFlash(words.problems[result.problem.key], "warning");
  await goTo(listPath(clientId), { ignoresQuery: true });
}
