"use server";

import type { ActionState } from "@/lib/console/action-state";
import { openClientPage, requireFreshActor } from "@/lib/console/console-page";
import { submitDeletion, submitSuspension } from "@/lib/console/settings-forms";

/** Stops the app until it is resumed. */
export async function suspendClientAction(clientId: string): Promise<void> {
  const { actor, client } = await openClientPage(clientId);
  await submitSuspension(actor, client, "suspend");
}

/** Lets the app work again. */
export async function resumeClientAction(clientId: string): Promise<void> {
  const { actor, client } = await openClientPage(clientId);
  await submitSuspension(actor, client, "resume");
}

/** Deletes the app when its name was typed. */
export async function deleteClientAction(clientId: string, state: ActionState, form: FormData): Promise<ActionState> {
  return submitDeletion(await requireFreshActor(), clientId, state, form);
}
