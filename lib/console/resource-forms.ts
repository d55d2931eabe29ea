import { notFound, redirect } from "next/navigation";
import { getEnv } from "../env";
import { setFlash } from "../http/flash";
import { goTo } from "../http/go-to";
import { getWords } from "../i18n/words";
import { type ActionState, stateOfProblem, stateOfSuccess, stateOfValues, textField } from "./action-state";
import type { Actor } from "./authorise";
import { envBlock } from "./env-block";
import { createIntrospectionCredentials } from "./resource-credentials";
import { clientPolicies, signingAlgs, tokenFormats, tokenTyps } from "./resource-metadata";
import { changeResource, deleteResource, findResource, isOwn, registerResource } from "./resources";
import type { Problem } from "./result";
import type { SecretState } from "./secret-forms";

const listPath = "/console/apis";

/** Where the page of an API is. */
export function resourcePath(resourceId: string): string {
  return `${listPath}/${encodeURIComponent(resourceId)}`;
}

const settingFields = [
  ...(["name", "tokenFormat", "accessTokenTtl", "signingAlg", "tokenTyp"] as const),
  ...(["clientPolicy", "listedClients"] as const),
] as const;

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

/** What the fields say; a value that no field offers is left as it is. */
function toSettings(values: Record<(typeof settingFields)[number], string>) {
  const choose = <T extends string>(offered: readonly T[], text: string) => offered.find((each) => each === text);
  return {
    name: values.name,
    tokenFormat: choose(tokenFormats, values.tokenFormat),
    accessTokenTtl: toSeconds(values.accessTokenTtl),
    signingAlg: choose(signingAlgs, values.signingAlg),
    tokenTyp: choose(tokenTyps, values.tokenTyp),
    clientPolicy: choose(clientPolicies, values.clientPolicy),
    listedClients: values.listedClients.split(/\s+/).filter((clientId) => clientId !== ""),
  };
}

/** Registers an API and goes to its page, or the form comes back. */
export async function submitResource(actor: Actor, state: ActionState, form: FormData): Promise<ActionState> {
  const values = readFields(form, [...settingFields, "identifier"]);
  const { name, identifier } = values;
  const result = await registerResource(actor, { ...toSettings(values), identifier });
  if (!result.ok) return comeBack(state, result.problem, values);
  await setFlash(getWords().console.apis.registerPage.done(name));
  redirect(resourcePath(result.value.resourceId));
}

/** Saves which apps may ask for the API and how its tokens look, or the form comes back. */
export async function submitResourceSettings(
  actor: Actor,
  resourceId: string,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  const resource = await findResource(actor, resourceId);
  if (!resource) notFound();
  const values = readFields(form, [...settingFields, "allowsQueryToken"]);
  const input = isOwn(resource)
    ? { name: values.name, allowsQueryToken: values.allowsQueryToken === "on" }
    : toSettings(values);
  const result = await changeResource(actor, resourceId, input);
  if (!result.ok) return comeBack(state, result.problem, values);
  await setFlash(getWords().console.apis.settings.saved);
  await goTo(resourcePath(resourceId));
  return stateOfSuccess(state);
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
export async function submitResourceDeletion(actor: Actor, resourceId: string): Promise<void> {
  const words = getWords().console;
  const result = await deleteResource(actor, resourceId);
  if (!result.ok) {
    if (result.problem.key === "not_found") notFound();
    await setFlash(words.problems[result.problem.key], "danger");
    return goTo(resourcePath(resourceId));
  }
  await setFlash(words.apis.deletion.done(result.value.name));
  redirect(listPath);
}
