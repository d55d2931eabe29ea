import type { ManagedClient } from "../clients/managed-client";
import { findClientDetails } from "../db/clients/clients";
import type { Sentence } from "../forms/result";

/** What to say after saving: a verified app's change may wait for an administrator. */
export async function savedWords({ clientId }: ManagedClient, saved: Sentence): Promise<Sentence> {
  const client = await findClientDetails(clientId);
  return client?.pendingChanges ? ({ console }) => console.branding.review.savedWaiting : saved;
}
