"use server";

import { requireFreshActor } from "@/lib/console/console-page";
import { type SecretState, submitNewSecret, submitRevokedSecret } from "@/lib/console/secret-forms";

/** Makes a secret and answers with it, this once. */
export async function createSecretAction(clientId: string, state: SecretState, form: FormData): Promise<SecretState> {
  return submitNewSecret(await requireFreshActor(), clientId, state, form);
}

/** Stops a secret from working. */
export async function revokeSecretAction(clientId: string, secretId: string): Promise<void> {
  await submitRevokedSecret(await requireFreshActor(), clientId, secretId);
}
