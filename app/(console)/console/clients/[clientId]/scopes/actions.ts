"use server";

import type { ActionState } from "@/lib/console/action-state";
import { requireActor } from "@/lib/console/console-page";
import { submitScopes } from "@/lib/console/settings-forms";

/** Saves what the app may ask for. */
export async function saveScopesAction(clientId: string, state: ActionState, form: FormData): Promise<ActionState> {
  return submitScopes(await requireActor(), clientId, state, form);
}
