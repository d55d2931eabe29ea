import { changeClient } from "../clients/change-client";
import { isConfidential } from "../clients/client-kinds";
import { ManagedClient } from "../clients/managed-client";
import type { ProblemKey } from "../clients/result";
import type { SeenMembers } from "../clients/seen-members";
import type { FormResult, Sentence } from "../forms/result";
import type { OwnInput } from "../oauth/client/members";
import { readsSecret } from "../oauth/register/settings";
import { comeBack } from "./form-result";
import { savedWords } from "./saved-words";

/**
 * Saves one group of settings.
 * @param values what its form says (`settingFields`); the use case checks it
 * @param shown what the form showed
 * @param saved what the page says then
 */
export async function saveSettings(
  managed: ManagedClient,
  values: OwnInput,
  shown: SeenMembers | null,
  saved: Sentence = ({ console }) => console.settings.protocol.saved,
): Promise<FormResult<string, ProblemKey>> {
  const { client: before, clientId } = managed;
  const result = await changeClient(managed, values, shown);
  if (!result.ok) return comeBack(result.problem);
  const after = (await ManagedClient.find(managed.actor, clientId))?.client;
  if (!after) return { kind: "missing" };
  const goTo = `/console/clients/${encodeURIComponent(clientId)}/settings`;
  const needsSecret = isConfidential(after) && !isConfidential(before);
  const needsReadable = readsSecret(after) && !readsSecret(before);
  if (needsSecret || needsReadable) {
    const key = needsSecret ? "savedNeedsSecret" : "savedNeedsReadableSecret";
    return { kind: "done", goTo, says: ({ console }) => console.settings.protocol[key], tone: "warning" };
  }
  return { kind: "done", goTo, says: await savedWords(managed, saved) };
}
