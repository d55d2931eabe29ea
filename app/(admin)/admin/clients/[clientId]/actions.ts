"use server";

import { findReview } from "@/lib/admin/review-clients";
import { submitAppSuspension, submitChangesRefusal, submitRefusal, submitVerification } from "@/lib/admin/review-forms";
import type { ActionState } from "@/lib/console/action-state";
import { requireActor } from "@/lib/console/console-page";

/** Verifies the app as the page showed it. */
export async function verifyAction(clientId: string, revision: string): Promise<void> {
  await submitVerification(await requireActor(), clientId, revision);
}

/** Sends the app back to development, for the reason that was typed. */
export async function refuseAction(clientId: string, state: ActionState, form: FormData): Promise<ActionState> {
  return submitRefusal(await requireActor(), clientId, state, form);
}

/** Refuses what the app asks to change, for the reason that was typed. */
export async function refuseChangesAction(clientId: string, state: ActionState, form: FormData): Promise<ActionState> {
  return submitChangesRefusal(await requireActor(), clientId, state, form);
}

/** Suspends the app, or lets it work again. */
export async function changeSuspensionAction(clientId: string, wanted: "suspend" | "resume"): Promise<void> {
  const actor = await requireActor();
  const name = (await findReview(actor, clientId))?.client.name ?? "";
  await submitAppSuspension(actor, { clientId, name }, wanted, "app");
}
