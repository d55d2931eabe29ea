"use server";

import type { ActionState } from "@/lib/console/action-state";
import { requireActor, requireFreshActor } from "@/lib/console/console-page";
import {
  submitIntrospectionCredentials,
  submitResourceDeletion,
  submitResourceSettings,
} from "@/lib/console/resource-forms";
import { submitScope, submitScopeRetirement } from "@/lib/console/resource-scope-forms";
import type { SecretState } from "@/lib/console/secret-forms";

/** Saves what the API's tokens look like. */
export async function saveSettingsAction(resourceId: string, state: ActionState, form: FormData): Promise<ActionState> {
  return submitResourceSettings(await requireActor(), resourceId, state, form);
}

/** Adds a scope, or changes `existing`. */
export async function saveScopeAction(
  resourceId: string,
  existing: string | null,
  state: ActionState,
  form: FormData,
): Promise<ActionState> {
  return submitScope(await requireActor(), resourceId, existing, state, form);
}

/** Retires a scope, or brings it back. */
export async function retireScopeAction(resourceId: string, name: string, isRetired: boolean): Promise<void> {
  await submitScopeRetirement(await requireActor(), resourceId, name, isRetired);
}

/** Makes the API's introspection credentials and answers with the secret, this once. */
export async function createCredentialsAction(
  resourceId: string,
  state: SecretState,
  form: FormData,
): Promise<SecretState> {
  return submitIntrospectionCredentials(await requireFreshActor(), resourceId, state, form);
}

/** Deletes the API. */
export async function deleteResourceAction(resourceId: string): Promise<void> {
  await submitResourceDeletion(await requireFreshActor(), resourceId);
}
