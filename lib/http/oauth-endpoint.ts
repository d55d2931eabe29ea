import { isDatabaseAway } from "../db/driver/outage";
import { refusedAt } from "../events/catalogue";
import { log } from "../log/log.mjs";
import type { OAuthContext } from "../oauth/context";
import { errorDocsPath } from "../oauth/error-docs";
import { describeRefusal, OAuthError, tooManyRequests } from "../oauth/errors";
import type { Endpoint, ServerContext } from "../oauth/feature";
import { hasHeader, jsonResponse, setHeaders } from "../oauth/wire/json-response";
import { OUTAGE_RETRY_SECONDS, renderOutagePage } from "./outage";
import { answerPreflight } from "./preflight";
import { getRequestId } from "./request-id";
import { noteStart } from "./request-start";

export type EndpointHandler = (request: Request) => Promise<Response>;

/** Limits how often an endpoint is used. */
export interface EndpointGuard {
  /** Called before a request is read: the seconds that its sender has to wait, or null. */
  admit?: (request: Request) => Promise<number | null>;
  /**
   * Called after a request was refused: the seconds that its sender has to wait, which is then all that they are told;
   * or null.
   */
  refused?: (error: OAuthError, request: Request) => Promise<number | null>;
}

/** An endpoint as its feature declares it, with the guard that it names. */
export interface EndpointOptions extends Pick<Endpoint, "name" | "methods" | "isCrossOrigin" | "errors"> {
  guard?: EndpointGuard | undefined;
}

/**
 * Makes an endpoint from a handler of the protocol core. Errors become answers here and nowhere else: an OAuthError
 * becomes its own answer, everything else a 500 that says only a request id.
 */
export function createEndpoint(
  handle: Endpoint["handle"],
  options: EndpointOptions,
  context: ServerContext,
): EndpointHandler {
  return async (request) => {
    noteStart(request);
    const response = await answer(handle, options, request, context);
    // RFC 6749 §5.1: no-store, and Pragma for old caches.
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
  handle: Endpoint["handle"],
  options: EndpointOptions,
  request: Request,
  context: ServerContext,
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
    if (wait !== null) throw tooManyRequests(wait);
    return await handle(request, context);
  } catch (error) {
    if (isDatabaseAway(error)) return answerOutage(options, request, context);
    return await translate(error, options, request, context).catch((failure: unknown) => {
      if (isDatabaseAway(failure)) return answerOutage(options, request, context);
      throw failure;
    });
  }
}

// RFC 9110 §15.6.4: 503 with Retry-After. Not logged: that would need the database, and nobody was refused.
function answerOutage(options: EndpointOptions, request: Request, context: OAuthContext): Response {
  if (options.errors === "page") return renderOutagePage(request);
  const error = new OAuthError(
    "temporarily_unavailable",
    "This server cannot reach its database at the moment. Try again",
    { cause: "server_error", retryAfter: OUTAGE_RETRY_SECONDS },
  );
  return writeError(error, {}, context);
}

async function translate(
  error: unknown,
  options: EndpointOptions,
  request: Request,
  context: OAuthContext,
): Promise<Response> {
  const refusal = error instanceof OAuthError ? error : toServerError(error, options, request);
  const { retryAfter } = refusal.detail;
  // Not logged: a request that a limit keeps out must not fill the log instead.
  if (options.errors === "page" && retryAfter !== undefined) {
    return context.pages.renderLimited({ seconds: retryAfter, request });
  }
  recordRefusal(refusal, options, request, context);
  const wait = (await options.guard?.refused?.(refusal, request)) ?? null;
  const known = wait === null ? refusal : tooManyRequests(wait);
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

// The error goes to the log under an id, without query and body, which may hold secrets.
function toServerError(error: unknown, { name }: EndpointOptions, request: Request): OAuthError {
  const requestId = getRequestId(request);
  log.error(`Request ${requestId} (${request.method} ${name}) failed`, { error, requestId });
  return new OAuthError("server_error", `Something went wrong here. Request id: ${requestId}`, {
    cause: "server_error",
    error,
  });
}

function recordRefusal(error: OAuthError, { name }: EndpointOptions, request: Request, context: OAuthContext): void {
  const { clientId } = error.detail;
  context.record(
    {
      type: refusedAt(name),
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
    {
      error: error.code,
      error_description: error.description,
      // RFC 6749 §5.2: where the client's developer reads what can be behind the code.
      error_uri: context.issuer + errorDocsPath(error.code),
    },
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
  const scope = code === "insufficient_scope" ? `, scope="${detail.values?.expectedScope ?? "openid"}"` : "";
  return `Bearer realm="${issuer}", error="${code}", error_description="${description}"${scope}`;
}
