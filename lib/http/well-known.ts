import { jsonResponse } from "../oauth/wire/json-response";
import { answerPreflight } from "./preflight";
import { seeOther } from "./see-other";

/** Programs try addresses below this path, whether or not something is there. @see RFC 8615 §3 */
export const WELL_KNOWN_PREFIX = "/.well-known/";

/**
 * Where password managers look for the page on which a password is changed.
 * @see A Well-Known URL for Changing Passwords
 */
const CHANGE_PASSWORD_PATH = "/.well-known/change-password";

/**
 * Answers for every well-known address without an endpoint. OAuth clients try several in turn, such as the metadata of
 * this issuer followed by the path of an API. This issuer has no path, so nothing is there (RFC 8414 §3.1), and a
 * program learns that from the status, not from a page.
 */
export function handleWellKnownRequest(request: Request): Response {
  const { pathname } = new URL(request.url);
  const methods = "GET, HEAD, OPTIONS";
  if (request.method === "OPTIONS") return answerPreflight(request, methods, true);
  if (pathname === CHANGE_PASSWORD_PATH && ["GET", "HEAD"].includes(request.method))
    return seeOther("/account/security");
  return jsonResponse(
    { error: "not_found", error_description: "Nothing is published at this address" },
    { status: 404, headers: { "cache-control": "no-store", "access-control-allow-origin": "*" } },
  );
}
