import { notFound } from "next/navigation";
import { setFlash } from "../http/flash";
import { goTo } from "../http/go-to";
import { getWords } from "../i18n/words";
import { readsSecret } from "../oauth/register/settings";
import { type ActionState, linesOf, listField, stateOfProblem, stateOfSuccess, textField } from "./action-state";
import { type Actor, findManagedClient } from "./authorise";
import { type ClientMetadataInput, changeClient } from "./change-client";
import { isConfidential } from "./client-kinds";
import { savedWords } from "./saved-words";

/** A group of settings that are saved together. */
export type SettingsGroup = "signIn" | "authentication" | "tokens";

/** What each group's form says. A member that the form does not show is absent. */
const readers: Record<SettingsGroup, (form: FormData) => Record<string, unknown>> = {
  signIn: (form) => ({
    ...tick(form, "requirePkce"),
    ...list(form, "grantTypes"),
    ...list(form, "responseTypes"),
    ...number(form, "defaultMaxAge"),
    ...tick(form, "requireAuthTime"),
    ...lines(form, "defaultAcrValues"),
  }),
  authentication: (form) => ({
    ...choice(form, "tokenEndpointAuthMethod"),
    ...tick(form, "requireRegisteredAuthMethod"),
    ...choice(form, "tokenEndpointAuthSigningAlg"),
    jwksUri: textField(form, "jwksUri"),
    jwks: readJson(textField(form, "jwks")),
  }),
  tokens: (form) => ({
    ...tick(form, "idTokenClaims"),
    ...choice(form, "idTokenSignedResponseAlg"),
    ...choice(form, "userinfoSignedResponseAlg"),
    ...choice(form, "requestObjectSigningAlg"),
    ...lines(form, "requestUris"),
  }),
};

/** Saves one group of settings, or the form comes back with what was typed. */
export async function submitProtocolSettings(
  actor: Actor,
  clientId: string,
  group: SettingsGroup,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  const before = await findManagedClient(actor, clientId);
  // What a form says is checked by the use case; only the shapes are its own.
  const result = await changeClient(actor, clientId, readers[group](form) as ClientMetadataInput);
  if (!result.ok) {
    if (result.problem.key === "not_found") notFound();
    return stateOfProblem(state, result.problem, typedValues(form));
  }
  const after = await findManagedClient(actor, clientId);
  if (!before || !after) notFound();
  const words = getWords().console.settings.protocol;
  const needsSecret = isConfidential(after) && !isConfidential(before);
  const needsReadable = readsSecret(after) && !readsSecret(before);
  if (needsSecret) await setFlash(words.savedNeedsSecret, "warning");
  else if (needsReadable) await setFlash(words.savedNeedsReadableSecret, "warning");
  else await setFlash(await savedWords(actor, clientId, words.saved));
  await goTo(`/console/clients/${encodeURIComponent(clientId)}/settings`);
  return stateOfSuccess(state);
}

/** Names the fields of a form whose unticked boxes and empty lists count, since they send nothing. */
const SHOWN = "shown";

function isShown(form: FormData, name: string): boolean {
  return listField(form, SHOWN).includes(name);
}

function tick(form: FormData, name: string) {
  return isShown(form, name) ? { [name]: textField(form, name) === "on" } : {};
}

function list(form: FormData, name: string) {
  return isShown(form, name) ? { [name]: listField(form, name) } : {};
}

function lines(form: FormData, name: string) {
  return form.has(name) ? { [name]: linesOf(textField(form, name)) } : {};
}

/** A select, whose empty choice is none. */
function choice(form: FormData, name: string) {
  return form.has(name) ? { [name]: textField(form, name) || null } : {};
}

function number(form: FormData, name: string) {
  if (!form.has(name)) return {};
  const text = textField(form, name);
  return { [name]: text === "" ? null : Number(text) };
}

/** What is no JSON is left as it is: the schema refuses it. */
function readJson(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** Every field as text, so that the form comes back as it was sent: boxes of one name are lines. */
function typedValues(form: FormData): Record<string, string> {
  const names = new Set([...form.keys(), ...listField(form, SHOWN)]);
  return Object.fromEntries(
    [...names].filter((name) => !name.startsWith("$")).map((name) => [name, listField(form, name).join("\n")]),
  );
}
