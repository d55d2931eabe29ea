"use server";

import type { ActionState } from "@/lib/console/action-state";
import { requireActor } from "@/lib/console/console-page";
import { submitBranding, submitLogo, submitReviewRequest } from "@/lib/console/settings-forms";

/** Saves what people see about the app. */
export async function saveBrandingAction(clientId: string, state: ActionState, form: FormData): Promise<ActionState> {
  return submitBranding(await requireActor(), clientId, state, form);
}

/** Saves the app's logo, or takes it away. */
export async function saveLogoAction(clientId: string, state: ActionState, form: FormData): Promise<ActionState> {
  return submitLogo(await requireActor(), clientId, state, form);
}

/** Asks the administrators to look at the app. */
export async function askForReviewAction(clientId: string): Promise<void> {
  await submitReviewRequest(await requireActor(), clientId);
}
