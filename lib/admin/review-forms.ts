import { notFound, redirect } from "next/navigation";
import { type ActionState, stateOfProblem, textField } from "../console/action-state";
import type { Actor } from "../console/authorise";
import type { Result } from "../console/result";
import { resumeClient, suspendClient } from "../console/suspend-client";
import { setFlash } from "../http/flash";
import { goTo } from "../http/go-to";
import { getWords } from "../i18n/words";
import { refuseChanges, refuseClient, verifyClient } from "./review-clients";

const listPath = "/admin/clients";

/** Where the page about one app is. */
export function reviewPath(clientId: string): string {
  return `${listPath}/${encodeURIComponent(clientId)}`;
}

/** Verifies the app as it was shown and goes to the list; when it changed meanwhile, its page says so. */
export async function submitVerification(actor: Actor, clientId: string, revision: string): Promise<void> {
  const words = getWords();
  const result = await verifyClient(actor, clientId, revision);
  if (!result.ok) {
    if (result.problem.key === "not_found") notFound();
    await setFlash(words.console.problems[result.problem.key], "warning");
    return goTo(reviewPath(clientId));
  }
  await setFlash(words.admin.review.verified(result.value.name));
  redirect(listPath);
}

/** Refuses the app for the reason that was typed and goes to the list, or the form comes back. */
export async function submitRefusal(
  actor: Actor,
  clientId: string,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  const reason = textField(form, "reason");
  const result = await refuseClient(actor, clientId, reason);
  if (!result.ok) {
    if (result.problem.key === "not_found") notFound();
    return stateOfProblem(state, result.problem, { reason });
  }
  await setFlash(getWords().admin.review.refused(result.value.name));
  redirect(listPath);
}

/** Refuses what a verified app asks to change and goes to the list, or the form comes back. */
export async function submitChangesRefusal(
  actor: Actor,
  clientId: string,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  const reason = textField(form, "changes-reason");
  const result = await refuseChanges(actor, clientId, reason);
  if (!result.ok) {
    if (result.problem.key === "not_found") notFound();
    const { reason: problem } = result.problem.fields;
    const fields: typeof result.problem.fields = problem ? { "changes-reason": problem } : {};
    return stateOfProblem(state, { ...result.problem, fields }, { "changes-reason": reason });
  }
  await setFlash(getWords().admin.review.changesRefused(result.value.name));
  redirect(listPath);
}

/** Suspends an app, or lets it work again, and goes back to the page where that was pressed. */
export async function submitAppSuspension(
  actor: Actor,
  app: { clientId: string; name: string },
  wanted: "suspend" | "resume",
  back: "list" | "app",
): Promise<void> {
  const words = getWords();
  const act = wanted === "suspend" ? suspendClient : resumeClient;
  const result: Result<null> = await act(actor, app.clientId);
  if (!result.ok) {
    if (result.problem.key === "not_found") notFound();
    await setFlash(words.console.problems[result.problem.key], "danger");
  } else {
    const { done, resumed } = words.console.settings.suspend;
    await setFlash(wanted === "suspend" ? done(app.name) : resumed(app.name));
  }
  await goTo(back === "list" ? listPath : reviewPath(app.clientId), { ignoresQuery: true });
}
