import { getWords } from "../i18n/words";
import { type Actor, findManagedClient } from "./authorise";

/** What to say after something was saved: of a verified app it may wait for an administrator. */
export async function savedWords(actor: Actor, clientId: string, words: string): Promise<string> {
  const client = await findManagedClient(actor, clientId);
  return client?.pendingChanges ? getWords().console.branding.review.savedWaiting : words;
}
