import { isDatabaseAway } from "../db/outage";
import type { OAuthContext } from "../oauth/context";
import { describeRefusal, OAuthError } from "../oauth/errors";
import { hasHeader, jsonResponse, setHeaders } from "../oauth/json-response";
import { outageRetrySeconds, renderOutagePage } from "./outage";
import { answerPreflight } from "./preflight";
import { getRequestId } from "./request-id";

export type EndpointHandler = (request: Request) => Promise<Response>;

/** Keeps an endpoint from being tried too often. */
export interface EndpointGuard {
  /** Before a request is read: seconds that its sender has to wait, or null. */
  admit?: (request: Request) => Promise<number | null>;
  /** After a request was refused: seconds that its sender has to wait, who is then told only that; or null. */
  refused?: (error: OAuthError, request: Request) => Promise<number | null>;
}

export interface EndpointOptions {
  /** names its events: `token` gives `token.refused` */
  name: string;
  methods: ("GET" | "POST" | "PUT" | "DELETE")[];
  /** whether scripts of any other origin may call it; never with cookies */
  isCrossOrigin: boolean;
  /** who reads its errors: a program, or a person at a browser */
  errors: "json" | "page";
  guard?: EndpointGuard;
}

/**
 * Makes an endpoint of a handler of the protocol core. This is the one place that turns errors into answers: an
 * OAuthError into its own, everything else into a 500 that says no more than a request id.
 */
export function createEndpoint(
  handle: (request: Request, context: OAuthContext) => Promise<Response>,
  options: EndpointOptions,
  context: OAuthContext,
): EndpointHandler {
  return async (request) => {
    const response = await answer(handle, options, request, context);
    // RFC 6749 §5.1: no-store, and Pragma for caches of old.
    if (!hasHeader(response, "cache-control")) setHeaders(response, notCached);
    setHeaders(response, options.isCrossOrigin ? forAnyOrigin : forOwnOrigin);
    return response;
  };
}

const notCached = { "cache-control": "no-store", pragma: "no-cache" };
const forOwnOrigin = { "x-content-type-options": "nosniff" };
const forAnyOrigin = {
  ...forOwnOrigin,
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "WWW-Authenticate, Retry-After",
};

async function answer(
  handle: (request: Request, context: OAuthContext) => Promise<Response>,
  options: EndpointOptions,
  request: Request,
  context: OAuthContext,
): Promise<Response> {
  const allowed = [...options.methods, ...(options.methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"];
  if (request.method === "OPTIONS") return answerPreflight(request, allowed.join(", "), options.isCrossOrigin);
  if (!allowed.includes(request.method)) {
    const error = new OAuthError("invalid_request", `Use ${options.methods.join(" or ")} here`, {
      cause: "method_not_allowed",
      status: 405,
    });
    return writeError(error, { allow: allowed.join(", ") }, context);
  }
  try {
    const wait = options.guard?.admit ? await options.guard.admit(request) : null;
    if (wait !== null) throw tooManyTries(wait);
    return await handle(request, context);
  } catch (error) {
    if (isDatabaseAway(error)) return answerOutage(options, request, context);
    return await translate(error, options, request, context).catch((failure: unknown) => {
      if (isDatabaseAway(failure)) return answerOutage(options, request, context);
      throw failure;
    });
  }
}

// RFC 9110 §15.6.4: 503, with Retry-After. It is not filed: that needs the database, and it is nobody's refusal.
function answerOutage(options: EndpointOptions, request: Request, context: OAuthContext): Response {
  if (options.errors === "page") return renderOutagePage(request);
  const error = new OAuthError(
    "temporarily_unavailable",
    "This server cannot reach its database at the moment. Try again",
    { cause: "server_error", retryAfter: outageRetrySeconds },
  );
  return writeError(error, {}, context);
}

// RFC 6585 §4: 429, with Retry-After.
function tooManyTries(seconds: number): OAuthError {
  const description = `Too many tries from this address: wait ${seconds} seconds`;
  return new OAuthError("temporarily_unavailable", description, {
    cause: "too_many_requests",
    status: 429,
    retryAfter: seconds,
  });
}

async function translate(
  error: unknown,
  options: EndpointOptions,
  request: Request,
  context: OAuthContext,
): Promise<Response> {
  const refusal = error instanceof OAuthError ? error : toServerError(error, options, request);
  recordRefusal(refusal, options, request, context);
  const wait = (await options.guard?.refused?.(refusal, request)) ?? null;
  const known = wait === null ? refusal : tooManyTries(wait);
  if (options.errors === "json") return writeError(known, {}, context);
  const { clientId, values } = known.detail;
  return await context.pages.renderError({
    status: known.status,
    cause: known.detail.cause,
    error: known.code,
    description: known.description,
    client: clientId === undefined || known.status >= 500 ? null : await context.store.findClient(clientId),
    receivedRedirectUri: values?.receivedRedirectUri ?? null,
    wayBack: null,
    request,
  });
}

// What happened goes to the log under an id, without the query and the body, which may hold secrets.
function toServerError(error: unknown, { name }: EndpointOptions, request: Request): OAuthError {
  const requestId = getRequestId(request);
  console.error(`Request ${requestId} (${request.method} ${name}) failed:`, error);
  return new OAuthError("server_error", `Something went wrong here. Request id: ${requestId}`, {
    cause: "server_error",
    error,
  });
}

function recordRefusal(error: OAuthError, { name }: EndpointOptions, request: Request, context: OAuthContext): void {
  const { clientId } = error.detail;
  context.record(
    {
      type: `${name}.refused`,
      outcome: error.status >= 500 ? "failed" : "refused",
      clientId: clientId ?? null,
      data: describeRefusal(error),
    },
    request,
  );
}

function writeError(error: OAuthError, headers: Record<string, string>, context: OAuthContext): Response {
  const challenge = createChallenge(error, context.issuer);
  return jsonResponse(
    { error: error.code, error_description: error.description },
    {
      status: error.status,
      headers: {
        ...headers,
        ...(challenge !== null && { "www-authenticate": challenge }),
        ...(error.detail.retryAfter !== undefined && { "retry-after": String(error.detail.retryAfter) }),
      },
    },
  );
}

function createChallenge({ code, description, status, detail }: OAuthError, issuer: string): string | null {
  // RFC 6749 §5.2, RFC 9110 §15.5.2: a 401 says how to authenticate.
  if (code === "invalid_client") return status === 401 ? `Basic realm="${issuer}", charset="UTF-8"` : null;
  if (code !== "invalid_token" && code !== "insufficient_scope") return null;
  // RFC 6750 §3.1: without any credentials in the request, no error is named.
  if (detail.isChallenge) return `Bearer realm="${issuer}"`;
  const scope = code === "insufficient_scope" ? ', scope="openid"' : "";
  return `Bearer realm="${issuer}", error="${code}", error_description="${description}"${scope}`;
}
