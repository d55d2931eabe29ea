"use server";

import { submitInitialToken, submitTokenRevocation } from "@/lib/admin/initial-token-forms";
import { requireFreshActor } from "@/lib/console/console-page";
import type { SecretState } from "@/lib/console/secret-forms";

/** Makes an initial access token and answers with its value, this once. */
export async function createTokenAction(state: SecretState, form: FormData): Promise<SecretState> {
  return submitInitialToken(await requireFreshActor(), state, form);
}

/** Stops a token. */
export async function revokeTokenAction(id: string): Promise<void> {
  await submitTokenRevocation(await requireFreshActor(), id);
}
