import { OAuthError } from "../errors";
import type { AuthorizeCheck } from "../feature";
import { readHintedSubject } from "./hinted-subject";

/** The values of `prompt` that are implemented. */
export const PROMPTS = ["none", "login", "consent", "select_account"];

/** @see OIDC Core §3.1.2.1 */
export const readPrompt: AuthorizeCheck["run"] = ({ params }) => {
  const prompt = params.words("prompt");
  if (prompt.some((word) => !PROMPTS.includes(word))) {
    throw new OAuthError("invalid_request", `prompt may only contain ${PROMPTS.join(", ")}`, {
      cause: "prompt_unknown",
    });
  }
  // OIDC Core §3.1.2.1: none with any other value is an error.
  if (prompt.includes("none") && prompt.length > 1) {
    throw new OAuthError("invalid_request", "prompt=none cannot be combined with other values", {
      cause: "prompt_none_not_alone",
    });
  }
  return { prompt };
};

/** OpenID Connect Dynamic Client Registration §2: what the client registered counts where the request says nothing. */
export const readMaxAge: AuthorizeCheck["run"] = ({ params, client }) => {
  const text = params.get("max_age");
  if (text === null) return { maxAge: client.defaultMaxAge };
  if (!/^\d{1,9}$/.test(text)) {
    throw new OAuthError("invalid_request", "max_age must be a whole number of seconds", {
      cause: "max_age_malformed",
    });
  }
  return { maxAge: Number(text) };
};

/** OpenID Connect Dynamic Client Registration §2: what the client registered counts where the request says nothing. */
export const readAcrValues: AuthorizeCheck["run"] = ({ params, client }) => ({
  acrValues: params.get("acr_values") === null ? client.defaultAcrValues : params.words("acr_values"),
});

/** Whom the request names. @see OIDC Core §3.1.2.1 */
export const readHints: AuthorizeCheck["run"] = async ({ params, client, request, values }, context) => ({
  loginHint: params.get("login_hint"),
  hintedSubject: await readHintedSubject(params, values.claims, client, request, context),
});
