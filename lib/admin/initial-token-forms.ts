import { stateOfProblem, stateOfValues, textField } from "../console/action-state";
import type { Actor } from "../console/authorise";
import type { SecretState } from "../console/secret-forms";
import { getEnv } from "../env";
import { setFlash } from "../http/flash";
import { goTo } from "../http/go-to";
import { getWords } from "../i18n/words";
import { ENDPOINT_PATHS } from "../oauth/endpoint-paths";
import { createInitialToken, revokeInitialToken } from "./initial-tokens";

const listPath = "/admin/registration";

/** A number as it was typed; null: nothing; what is no number stays none, so that its field is refused. */
function countField(form: FormData, name: string): number | null {
  const typed = textField(form, name);
  return typed === "" ? null : Number(/^\d+$/.test(typed) ? typed : Number.NaN);
}

/** Makes an initial access token and answers with its value, this once; or the form comes back. */
export async function submitInitialToken(actor: Actor, state: SecretState, form: FormData): Promise<SecretState> {
  const values = Object.fromEntries(
    ["note", "uses", "days", "trusted"].map((field) => [field, textField(form, field)]),
  );
  const input = {
    note: values.note ?? "",
    uses: countField(form, "uses"),
    days: countField(form, "days"),
    isTrusted: textField(form, "trusted") === "on",
    requestKey: textField(form, "requestKey") || undefined,
  };
  const result = await createInitialToken(actor, input, new Date());
  if (!result.ok) return { ...stateOfProblem(state, result.problem, values), created: null };
  const { value } = result.value;
  return { ...stateOfValues(state, {}), created: { secret: value, env: exampleOf(value) } };
}

/** A command that registers an app with the token. @see RFC 7591 §3.1 */
function exampleOf(token: string): string {
  return [
    `curl ${getEnv().issuer}${ENDPOINT_PATHS.registration} \\`,
    `  -H "Authorization: Bearer ${token}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"client_name":"Example","redirect_uris":["https://app.example.org/callback"]}'`,
  ].join("\n");
}

/** Revokes a token and goes back to the list. */
export async function submitTokenRevocation(actor: Actor, id: string): Promise<void> {
  const words = getWords();
  const result = await revokeInitialToken(actor, id, new Date());
  if (result.ok) await setFlash(words.admin.tokens.revoked);
  else await setFlash(words.console.problems[result.problem.key], "warning");
  await goTo(listPath);
}
