import { listEndpoints } from "../oauth/feature";
import { FEATURES } from "../oauth/features";
import { jsonResponse } from "../oauth/wire/json-response";
import { renderMessagePage } from "./message-page";
import { problem } from "./problem";
import { wordsOf } from "./request-words";
import { refuseScim, SCIM_PATH, ScimError } from "./scim-error";
import { WELL_KNOWN_PREFIX } from "./well-known";

/** The statuses that the server answers with before an endpoint or a page sees a request. */
export type RefusalStatus = 400 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 429 | 431 | 503;

/** The whole body of the refusal of a Server Action. Next.js hands it to the form, which says it in the page's words. */
export type ActionRefusal = "large" | "busy";

const actionRefusals: Partial<Record<RefusalStatus, ActionRefusal>> = { 413: "large", 429: "busy", 503: "busy" };

/** Seconds after which a sender that was refused because too much is in memory should try again. */
const BUSY_RETRY_SECONDS = 5;

/** For programs: what is wrong with the request. */
const sentences: Readonly<Record<RefusalStatus, string>> = {
  400: "The request is not well-formed HTTP, or its address is not",
  403: "The request comes from another site",
  404: "There is nothing at this address",
  405: "There is nothing here that takes this method",
  408: "The request took too long to arrive",
  409: "The form is of a page of another build",
  413: "The body is too large",
  415: "The body has a media type that nothing here takes",
  429: "This sender has too much on its way at the same time",
  431: "The address and the headers are too large: together they must not be over 16 KiB, with 200 headers at most",
  503: "Too much is on its way to this server at the same time",
};

/** Endpoints of the protocol that people reach with a browser. */
const peoplesEndpoints = listEndpoints(FEATURES)
  .filter(({ errors }) => errors === "page")
  .map((endpoint) => endpoint.path);

/**
 * Refuses a request in the format that its sender reads: JSON at protocol endpoints, a problem document at the API, SCIM's
 * own for companies' directories, a page for people.
 * @param path as it came, with its query or without; it may be malformed
 * @param headers of the request, for its language, and whether a Server Action sent it; null: they were not read
 */
export function renderRefusal(status: RefusalStatus, path: string, headers: Headers | null): Response {
  const isBusy = status === 429 || status === 503;
  const retry: Record<string, string> = isBusy ? { "retry-after": String(BUSY_RETRY_SECONDS) } : {};
  if (path.startsWith("/api/"))
    return problem(status, `${sentences[status]}.`, { headers: { ...forAnyOrigin, ...retry } });
  if (path.startsWith(`${SCIM_PATH}/`)) return refuseScim(new ScimError(status, `${sentences[status]}.`, null, retry));
  const isEndpoint = path.startsWith("/oauth/") || path.startsWith(WELL_KNOWN_PREFIX);
  if (isEndpoint && !peoplesEndpoints.some((each) => path.startsWith(each))) {
    const error = isBusy ? "temporarily_unavailable" : "invalid_request";
    const body = { error, error_description: sentences[status] };
    return jsonResponse(body, { status, headers: { "cache-control": "no-store", ...forAnyOrigin, ...retry } });
  }
  const toForm = headers?.has("next-action") ? actionRefusals[status] : undefined;
  if (toForm !== undefined) {
    // With a charset, Next.js would not hand it on.
    return new Response(toForm, {
      status,
      headers: { "content-type": "text/plain", "cache-control": "no-store", ...retry },
    });
  }
  const words = wordsOf(headers);
  const { refusals, error, messages } = words.auth;
  const action = status === 409 ? { href: path, label: messages.openAgain } : { href: "/", label: error.home };
  const retryAfter = isBusy ? { retryAfter: BUSY_RETRY_SECONDS } : {};
  return renderMessagePage({ status, ...refusals[status], action, words, request: null, ...retryAfter });
}

const forAnyOrigin = { "access-control-allow-origin": "*" };
