"use server";

import type { ActionState } from "@/lib/console/action-state";
import { requireActor } from "@/lib/console/console-page";
import { submitResource } from "@/lib/console/resource-forms";

/** Registers an API. */
export async function registerResourceAction(state: ActionState, form: FormData): Promise<ActionState> {
  return submitResource(await requireActor(), state, form);
}
