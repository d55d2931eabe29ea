import { notFound, redirect } from "next/navigation";
import { setFlash } from "../http/flash";
import { goTo } from "../http/go-to";
import { getWords } from "../i18n/words";
import { type ActionState, listField, stateOfProblem, stateOfSuccess, textField } from "./action-state";
import { askForReview } from "./ask-for-review";
import type { Actor } from "./authorise";
import { changeClient } from "./change-client";
import { changeLogo } from "./client-logo";
import { setScopes } from "./client-scopes";
import { deleteClient } from "./delete-client";
import { type Result, refused } from "./result";
import { savedWords } from "./saved-words";
import { resumeClient, suspendClient } from "./suspend-client";

function pathOf(clientId: string, section: string): string {
  return `/console/clients/${encodeURIComponent(clientId)}/${section}`;
}

const brandingFields = ["name", "publisher", "clientUri", "policyUri", "tosUri", "contact"] as const;

/** Saves name and links, or the form comes back. */
export async function submitBranding(
  actor: Actor,
  clientId: string,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  const values = Object.fromEntries(brandingFields.map((field) => [field, textField(form, field)]));
  const { contact, ...members } = values;
  const result = await changeClient(actor, clientId, { ...members, contacts: contact ? [contact] : [] });
  if (!result.ok) {
    if (result.problem.key === "not_found") notFound();
    const { contacts, ...fields } = result.problem.fields;
    return stateOfProblem(
      state,
      { ...result.problem, fields: contacts ? { ...fields, contact: contacts } : fields },
      values,
    );
  }
  await setFlash(await savedWords(actor, clientId, getWords().console.branding.saved));
  await goTo(pathOf(clientId, "branding"));
  return stateOfSuccess(state);
}

const logoutAddresses = ["initiateLoginUri", "backchannelLogoutUri", "frontchannelLogoutUri"] as const;
const logoutSwitches = ["backchannelLogoutSessionRequired", "frontchannelLogoutSessionRequired"] as const;

/** Saves where the portal tells the app of sign-outs and starts sign-ins, or the form comes back. */
export async function submitLogoutSettings(
  actor: Actor,
  clientId: string,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  const addresses = Object.fromEntries(logoutAddresses.map((field) => [field, textField(form, field)]));
  const ticks = Object.fromEntries(logoutSwitches.map((field) => [field, textField(form, field)]));
  const switches = Object.fromEntries(logoutSwitches.map((field) => [field, ticks[field] === "on"]));
  const result = await changeClient(actor, clientId, { ...addresses, ...switches });
  if (!result.ok) {
    if (result.problem.key === "not_found") notFound();
    return stateOfProblem(state, result.problem, { ...addresses, ...ticks });
  }
  await setFlash(getWords().console.settings.logout.saved);
  await goTo(pathOf(clientId, "settings"));
  return stateOfSuccess(state);
}

/** Saves the picture that was chosen, or takes the one there is away; or the form comes back. */
export async function submitLogo(
  actor: Actor,
  clientId: string,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  const words = getWords().console.branding;
  const isRemoval = textField(form, "remove") !== "";
  const file = form.get("logo");
  const png = file instanceof File && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : null;
  const result: Result<null> =
    png || isRemoval
      ? await changeLogo(actor, clientId, isRemoval ? null : png)
      : refused("logo_missing", { fields: { logo: "logo_missing" } });
  if (!result.ok) {
    if (result.problem.key === "not_found") notFound();
    return stateOfProblem(state, result.problem, {});
  }
  await setFlash(isRemoval ? words.logoRemoved : await savedWords(actor, clientId, words.logoSaved));
  await goTo(pathOf(clientId, "branding"));
  return stateOfSuccess(state);
}

/** Asks the administrators to look at the app, and goes back to its branding. */
export async function submitReviewRequest(actor: Actor, clientId: string): Promise<void> {
  const words = getWords().console;
  const result = await askForReview(actor, clientId);
  if (result.ok) await setFlash(words.branding.review.asked);
  else if (result.problem.key === "not_found") notFound();
  else await setFlash(words.problems[result.problem.key], "warning");
  await goTo(pathOf(clientId, "branding"));
}

/** Saves the ticked scopes, or the form comes back. */
export async function submitScopes(
  actor: Actor,
  clientId: string,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  const input = { scopes: listField(form, "scope"), optionalScopes: listField(form, "optional") };
  const result = await setScopes(actor, clientId, input);
  if (!result.ok) {
    if (result.problem.key === "not_found") notFound();
    return stateOfProblem(state, result.problem, {});
  }
  await setFlash(await savedWords(actor, clientId, getWords().console.scopes.saved));
  await goTo(pathOf(clientId, "scopes"));
  return stateOfSuccess(state);
}

/** Suspends or resumes, and goes back to the settings. */
export async function submitSuspension(
  actor: Actor,
  client: { clientId: string; name: string },
  wanted: "suspend" | "resume",
): Promise<void> {
  const words = getWords().console;
  const { clientId, name } = client;
  const result: Result<null> =
    wanted === "suspend" ? await suspendClient(actor, clientId) : await resumeClient(actor, clientId);
  if (!result.ok) {
    if (result.problem.key === "not_found") notFound();
    await setFlash(words.problems[result.problem.key], "danger");
  } else {
    const { done, resumed } = words.settings.suspend;
    await setFlash(wanted === "suspend" ? done(name) : resumed(name));
  }
  await goTo(pathOf(clientId, "settings"));
}

/** Deletes when the name was typed, and goes to the list; or the form comes back. */
export async function submitDeletion(
  actor: Actor,
  clientId: string,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  const typed = textField(form, "typed-name");
  const result = await deleteClient(actor, clientId, typed);
  if (!result.ok) {
    if (result.problem.key === "not_found") notFound();
    const { name: problem } = result.problem.fields;
    const fields: typeof result.problem.fields = problem ? { "typed-name": problem } : {};
    return stateOfProblem(state, { ...result.problem, fields }, { "typed-name": typed });
  }
  const { name, restorableUntil } = result.value;
  await setFlash(getWords().console.settings.delete.done(name, restorableUntil));
  redirect("/console");
}
