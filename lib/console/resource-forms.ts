import { notFound, redirect } from "next/navigation";
import { getEnv } from "../env";
import { setFlash } from "../http/flash";
import { getWords } from "../i18n/words";
import { type ActionState, stateOfProblem, stateOfValues, textField } from "./action-state";
import type { Actor } from "./authorise";
import { envBlock } from "./env-block";
import { createIntrospectionCredentials } from "./resource-credentials";
import { changeResource, deleteResource, findResource, isOwn, registerResource } from "./resources";
import type { Problem } from "./result";
import type { SecretState } from "./secret-forms";

const listPath = "/console/apis";

/** Where the page of an API is. */
export function resourcePath(resourceId: string): string {
  return `${listPath}/${encodeURIComponent(resourceId)}`;
}

const registerFields = ["name", "identifier", "tokenFormat", "accessTokenTtl"] as const;

function readFields<Name extends string>(form: FormData, names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, textField(form, name)])) as Record<Name, string>;
}

function comeBack(state: ActionState, problem: Problem, values: Record<string, string>): ActionState {
  if (problem.key === "not_found") notFound();
  return stateOfProblem(state, problem, values);
}

/** Digits only: an empty field is not zero seconds. */
function toSeconds(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function toFormat(text: string): "opaque" | "jwt" {
  return text === "jwt" ? "jwt" : "opaque";
}

/** Registers an API and goes to its page, or the form comes back. */
export async function submitResource(actor: Actor, state: ActionState, form: FormData): Promise<ActionState> {
  const values = readFields(form, registerFields);
  const { name, identifier } = values;
  const result = await registerResource(actor, {
    name,
    identifier,
    tokenFormat: toFormat(values.tokenFormat),
    accessTokenTtl: toSeconds(values.accessTokenTtl),
  });
  if (!result.ok) return comeBack(state, result.problem, values);
  await setFlash(getWords().console.apis.registerPage.done(name));
  redirect(resourcePath(result.value.resourceId));
}

/** Saves how the API's tokens look, or the form comes back. */
export async function submitResourceSettings(
  actor: Actor,
  resourceId: string,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  const resource = await findResource(actor, resourceId);
  if (!resource) notFound();
  const values = readFields(form, ["name", "tokenFormat", "accessTokenTtl", "allowsQueryToken"]);
  const { name } = values;
  const input = isOwn(resource)
    ? { name, allowsQueryToken: values.allowsQueryToken === "on" }
    : { name, tokenFormat: toFormat(values.tokenFormat), accessTokenTtl: toSeconds(values.accessTokenTtl) };
  const result = await changeResource(actor, resourceId, input);
  if (!result.ok) return comeBack(state, result.problem, values);
  await setFlash(getWords().console.apis.settings.saved);
  redirect(resourcePath(resourceId));
}

/** Makes the credentials by which the API introspects tokens; the secret is in this answer only. */
export async function submitIntrospectionCredentials(
  actor: Actor,
  resourceId: string,
  state: SecretState,
  form: FormData,
): Promise<SecretState> {
  const requestKey = textField(form, "requestKey") || undefined;
  const result = await createIntrospectionCredentials(actor, resourceId, requestKey);
  if (!result.ok) return { ...comeBack(state, result.problem, {}), created: null };
  const { clientId, clientSecret } = result.value;
  const env = envBlock({ issuer: getEnv().issuer, clientId, clientSecret });
  return { ...stateOfValues(state, {}), created: { secret: clientSecret ?? "", env } };
}

/** Deletes an API and goes to the list; when it cannot be deleted, its page says why. */
export async function submitResourceDeletion(actor: Actor, resourceId: string): Promise<never> {
  const words = getWords().console;
  const result = await deleteResource(actor, resourceId);
  if (!result.ok) {
    if (result.problem.key === "not_found") notFound();
    await setFlash(words.problems[result.problem.key], "danger");
    redirect(resourcePath(resourceId));
  }
  await setFlash(words.apis.deletion.done(result.value.name));
  redirect(listPath);
}
