import { notFound } from "next/navigation";
import { getEnv } from "../env";
import { setFlash } from "../http/flash";
import { goTo } from "../http/go-to";
import { getWords } from "../i18n/words";
import { type ActionState, stateOfProblem, stateOfValues, textField } from "./action-state";
import type { Actor } from "./authorise";
import { createSecret, findSecrets, revokeSecret } from "./client-secrets";
import { envBlock } from "./env-block";

/** The form that makes a secret, or the secret it made. */
export interface SecretState extends ActionState {
  created: { secret: string; env: string } | null;
}

/** Makes a secret; its value is in this answer only. */
export async function submitNewSecret(
  actor: Actor,
  clientId: string,
  state: SecretState,
  form: FormData,
): Promise<SecretState> {
  const result = await createSecret(actor, clientId, textField(form, "requestKey") || null);
  if (!result.ok) {
    if (result.problem.key === "not_found") notFound();
    return { ...stateOfProblem(state, result.problem, {}), created: null };
  }
  const secret = result.value.value;
  const env = envBlock({ issuer: getEnv().issuer, clientId, clientSecret: secret });
  return { ...stateOfValues(state, {}), created: { secret, env } };
}

/** Revokes a secret and goes back to the list. */
export async function submitRevokedSecret(actor: Actor, clientId: string, secretId: string): Promise<void> {
  const words = getWords().console;
  const hint = (await findSecrets(actor, clientId))?.find((secret) => secret.id === secretId)?.hint ?? "";
  const result = await revokeSecret(actor, clientId, secretId);
  if (!result.ok && result.problem.key === "not_found") notFound();
  if (result.ok) await setFlash(words.credentials.revokedFlash(hint));
  else await setFlash(words.problems[result.problem.key], "warning");
  await goTo(`/console/clients/${encodeURIComponent(clientId)}/credentials`);
}
