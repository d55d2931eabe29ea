import { jsonResponse } from "../oauth/json-response";
import { answerPreflight } from "./preflight";
import { seeOther } from "./see-other";

/** Below this path are addresses that programs try, whether something is there or not. @see RFC 8615 §3 */
export const wellKnownPrefix = "/.well-known/";

/** Where password managers look for the page on which a password is changed. @see A Well-Known URL for Changing Passwords */
const changePasswordPath = "/.well-known/change-password";

/**
 * Answers for every well-known address that no endpoint has. Clients of OAuth try several of them in turn, such as the
 * metadata of this issuer with the path of an API after it: this issuer has no path, so nothing is there (RFC 8414
 * §3.1), and a program learns that from the status and not from a page.
 */
export function handleWellKnownRequest(request: Request): Response {
  const { pathname } = new URL(request.url);
  const methods = "GET, HEAD, OPTIONS";
  if (request.method === "OPTIONS") return answerPreflight(request, methods, true);
  if (pathname === changePasswordPath && ["GET", "HEAD"].includes(request.method)) return seeOther("/account/security");
  return jsonResponse(
    { error: "not_found", error_description: "Nothing is published at this address" },
    { status: 404, headers: { "cache-control": "no-store", "access-control-allow-origin": "*" } },
  );
}
