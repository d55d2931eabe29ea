import { notFound } from "next/navigation";
import { setFlash } from "../http/flash";
import { goTo } from "../http/go-to";
import { getWords } from "../i18n/words";
import { type ActionState, stateOfProblem, stateOfSuccess, textField } from "./action-state";
import type { Actor } from "./authorise";
import { resourcePath } from "./resource-forms";
import { scopeIcons, scopeRisks } from "./resource-metadata";
import { addScope, changeScope, retireScope } from "./resource-scopes";

const fields = ["name", "title", "detail", "risk", "icon", "isPublic"] as const;

/** The fields of the scope form are called `scope-…`: other forms stand on the same page. */
const fieldId = (name: string) => `scope-${name}`;

/** Adds a scope, or changes the one that is named, and goes back to the list; or the form comes back. */
export async function submitScope(
  actor: Actor,
  resourceId: string,
  existing: string | null,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  const words = getWords().console.apis.scope;
  const text = (name: (typeof fields)[number]) => textField(form, fieldId(name));
  const input = {
    title: text("title"),
    detail: text("detail"),
    risk: scopeRisks.find((risk) => risk === text("risk")),
    icon: scopeIcons.find((icon) => icon === text("icon")) ?? null,
    isPublic: text("isPublic") === "on",
  };
  const name = existing ?? text("name");
  const result = existing
    ? await changeScope(actor, resourceId, existing, input)
    : await addScope(actor, resourceId, { ...input, name });
  if (!result.ok) {
    const { problem } = result;
    if (problem.key === "not_found") notFound();
    const marked = Object.fromEntries(Object.entries(problem.fields).map(([field, key]) => [fieldId(field), key]));
    const values = Object.fromEntries(fields.map((field) => [fieldId(field), text(field)]));
    return stateOfProblem(state, { ...problem, fields: marked }, values);
  }
  await setFlash(existing ? words.saved(name) : words.added(name));
  await goTo(resourcePath(resourceId));
  return stateOfSuccess(state);
}

/** Retires a scope or brings it back, and goes back to the list. */
export async function submitScopeRetirement(
  actor: Actor,
  resourceId: string,
  name: string,
  isRetired: boolean,
): Promise<void> {
  const words = getWords().console.apis.scope;
  const result = await retireScope(actor, resourceId, name, isRetired);
  if (result.ok) await setFlash(isRetired ? words.retiredDone(name) : words.restored(name));
  else if (result.problem.key === "not_found") notFound();
  else await setFlash(getWords().console.problems[result.problem.key], "danger");
  await goTo(resourcePath(resourceId));
}
