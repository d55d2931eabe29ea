import type { Refusal } from "../db/client-events";
import type { consoleWords } from "../i18n/en/console";

/** The event of a logo that was given up. */
export const logoFailedType = "client.logo_failed";

/** Names a cause and its remedy in the catalogue (`words.console.causes`). */
export type Cause = keyof (typeof consoleWords)["causes"];

export interface ExplainedRefusal {
  id: string;
  createdAt: Date;
  cause: Cause;
  /** the RFC's error code, such as `invalid_grant` */
  error: string | null;
  /** what the client's developer was told */
  description: string | null;
  /** an address that was refused since it is not on the list */
  receivedRedirectUri: string | null;
  requestId: string | null;
}

const byError = new Map<string, Cause>(
  Object.entries({
    invalid_client: "client_authentication",
    unauthorized_client: "grant_type",
    unsupported_grant_type: "grant_type",
    unsupported_response_type: "response_type",
    invalid_scope: "scope",
    invalid_target: "scope",
    access_denied: "access_denied",
    login_required: "login_required",
    interaction_required: "consent_required",
    consent_required: "consent_required",
    invalid_request: "invalid_request",
  } satisfies Record<string, Cause>),
);

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Finds the cause of a refused request in what was recorded of it. */
export function explainRefusal({ id, createdAt, type, requestId, data }: Refusal): ExplainedRefusal {
  const error = textOf(data.error);
  const description = textOf(data.description);
  const receivedRedirectUri = type.startsWith("authorize") ? textOf(data.receivedRedirectUri) : null;
  const hints = `${type} ${textOf(data.cause) ?? ""} ${description ?? ""}`.toLowerCase();
  return {
    id,
    createdAt,
    cause: causeOf(error, hints, receivedRedirectUri),
    error,
    description,
    receivedRedirectUri,
    requestId,
  };
}

function causeOf(error: string | null, hints: string, receivedRedirectUri: string | null): Cause {
  const says = (...words: string[]) => words.some((word) => hints.includes(word));
  if (says(logoFailedType)) return "logo";
  if (says("backchannel_logout.sent")) return "logout_token";
  if (receivedRedirectUri) return "redirect_uri";
  if (says("suspended")) return "suspended";
  if (says("code.reused", "used twice", "code reuse", "used before", "already used") && !says("refresh")) {
    return "code_reused";
  }
  if (says("code_challenge_method")) return "pkce_method";
  if (says("code_challenge")) return "pkce_missing";
  if (says("code_verifier")) return "pkce_verifier";
  if (says("redirect_uri")) return says("authorize") ? "redirect_uri_missing" : "redirect_uri_mismatch";
  if (error === "invalid_grant") return says("refresh") ? "refresh_token" : "code_invalid";
  return byError.get(error ?? "") ?? "other";
}
