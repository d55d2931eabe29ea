"use server";

import type { ActionState } from "@/lib/console/action-state";
import { openClientPage, requireActor, requireFreshActor } from "@/lib/console/console-page";
import { type SettingsGroup, submitProtocolSettings } from "@/lib/console/protocol-forms";
import { submitDeletion, submitLogoutSettings, submitSuspension } from "@/lib/console/settings-forms";

/**
 * Saves one group of what the protocol distinguishes. How the app proves who it is is a credential: whoever changes it
 * proved who they are themselves within ten minutes.
 */
export async function saveSettingsAction(
  clientId: string,
  group: SettingsGroup,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  const actor = group === "authentication" ? await requireFreshActor() : await requireActor();
  return submitProtocolSettings(actor, clientId, group, state, form);
}

/** Saves where the portal tells the app of sign-outs and starts sign-ins. */
export async function saveLogoutAction(clientId: string, state: ActionState, form: FormData): Promise<ActionState> {
  return submitLogoutSettings(await requireActor(), clientId, state, form);
}

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
