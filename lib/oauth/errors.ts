import type { RefusalData } from "../events/catalogue";
import { maskUri } from "./client/masked-uri";
import type { RefusalCause, RefusalValues } from "./refusal-causes";

/** Every error code of this server, with its status where the error is not redirected. */
const STATUS_OF_CODE = {
  // RFC 6749 §5.2
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  // RFC 6749 §4.1.2.1
  access_denied: 400,
  unsupported_response_type: 400,
  server_error: 500,
  temporarily_unavailable: 503,
  // RFC 8707 §2
  invalid_target: 400,
  // RFC 6750 §3.1
  invalid_token: 401,
  insufficient_scope: 403,
  // OIDC Core §3.1.2.6
  login_required: 400,
  consent_required: 400,
  interaction_required: 400,
  invalid_request_uri: 400,
  invalid_request_object: 400,
  registration_not_supported: 400,
  // RFC 7591 §3.2.2
  invalid_redirect_uri: 400,
  invalid_client_metadata: 400,
  // Grant Management for OAuth 2.0 §5.2
  invalid_grant_id: 400,
  // OpenID Connect Core Unmet Authentication Requirements §2
  unmet_authentication_requirements: 400,
} as const;

export type OAuthErrorCode = keyof typeof STATUS_OF_CODE;

/** Every error code of this server. */
export const OAUTH_ERROR_CODES = Object.keys(STATUS_OF_CODE) as OAuthErrorCode[];

/** What an error carries besides its answer, for the log and for the client's own developers. Never a secret. */
export interface ErrorDetail {
  /** overrides the status of the code, e.g. 405 or 413 */
  status?: number;
  /** why; the answer may say less */
  cause: RefusalCause;
  /** the client whose developers should see it */
  clientId?: string;
  /** the grant that the request is about */
  grantId?: string;
  /** seconds after which it may be tried again */
  retryAfter?: number;
  /** what came, and what was expected */
  values?: RefusalValues;
  /** addresses of the client; of others, parameters are not logged */
  registeredUris?: readonly string[];
  /** the request carried no credentials at all, so the challenge names no error (RFC 6750 §3.1) */
  isChallenge?: boolean;
  /** the error that caused this one */
  error?: unknown;
}

/**
 * A refusal that the protocol has a name for. `description` is sent to the client's developer; `detail` stays on this
 * server.
 * @see RFC 6749 §5.2
 */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  readonly description: string;
  readonly status: number;
  readonly detail: ErrorDetail;

  constructor(code: OAuthErrorCode, description: string, detail: ErrorDetail) {
    super(`${code}: ${description}`, detail.error === undefined ? undefined : { cause: detail.error });
    this.name = "OAuthError";
    this.code = code;
    this.description = toDescription(description);
    this.status = detail.status ?? STATUS_OF_CODE[code];
    this.detail = detail;
  }
}

/** Where the answer to an authorization request goes, once the redirect_uri is known to be the client's. */
export interface ResponseTarget {
  redirectUri: string;
  responseMode: "query" | "fragment" | "form_post";
  state: string | null;
  /**
   * as the client sent it, understood or not: with `none` no page may be shown, and the answer may go to a hidden frame
   */
  prompt: readonly string[];
}

/** The only error that may reach the client by redirect. @see RFC 6749 §4.1.2.1 */
export class AuthorizationError extends OAuthError {
  readonly target: ResponseTarget;

  constructor(code: OAuthErrorCode, description: string, target: ResponseTarget, detail: ErrorDetail) {
    super(code, description, detail);
    this.name = "AuthorizationError";
    this.target = target;
  }
}

/** The sender did something too often and has to wait. @see RFC 6585 §4 */
export function tooManyRequests(seconds: number): OAuthError {
  const description = `Too many requests from this address: wait ${seconds} seconds`;
  return new OAuthError("temporarily_unavailable", description, {
    cause: "too_many_requests",
    status: 429,
    retryAfter: seconds,
  });
}

/** What the audit log keeps of a refusal, and the client's developers see. */
export function describeRefusal({ code, description, detail }: OAuthError): RefusalData {
  const { cause, values, registeredUris = [], grantId } = detail;
  const kept = { ...values };
  for (const name of KEPT_ADDRESSES) {
    const uri = kept[name];
    if (uri !== undefined) kept[name] = maskUri(uri, registeredUris);
  }
  return { error: code, description, cause, ...kept, ...(grantId !== undefined && { grantId }) };
}

/** Addresses that a request named: strangers and mistaken apps put anything into them. */
const KEPT_ADDRESSES = ["receivedRedirectUri", "receivedRequestUri"] as const;

/** Runs `step` for a known client: refusals inside it are logged under that client. */
export async function onBehalfOf<T>(clientId: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof OAuthError) error.detail.clientId ??= clientId;
    throw error;
  }
}

// RFC 6749 §5.2: error_description is %x20-21 / %x23-5B / %x5D-7E.
function toDescription(text: string): string {
  return text.replaceAll('"', "'").replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "?");
}
