import { OAuthError } from "../oauth/errors";

const DESTINATIONS = ["document", "iframe"];

/** The headers, old and new, by which browsers announce a prefetch, and their values. */
const PURPOSE_HEADERS = ["sec-purpose", "purpose", "x-purpose", "x-moz"];
const AHEAD_OF_TIME = /prefetch|prerender|preview/i;

/**
 * Refuses a request that is not a navigation: a page's script or a prefetch must not create a code that nobody asked
 * for. Browsers that do not say what a request is for are let through.
 * @throws {OAuthError} invalid_request
 * @see Fetch Metadata Request Headers §2.1
 */
export function requireNavigation(request: Request): null {
  const destination = request.headers.get("sec-fetch-dest");
  if (destination !== null && !DESTINATIONS.includes(destination)) throw notNavigation(destination.slice(0, 40));
  return refusePrefetch(request);
}

/**
 * Refuses a prefetch, at an endpoint that changes something.
 * @throws {OAuthError} invalid_request
 * @see Fetch §2.2.5 (`Sec-Purpose`)
 */
export function refusePrefetch(request: Request): null {
  const isAhead = PURPOSE_HEADERS.some((name) => AHEAD_OF_TIME.test(request.headers.get(name) ?? ""));
  if (isAhead) throw notNavigation("prefetch");
  return null;
}

function notNavigation(receivedDestination: string): OAuthError {
  return new OAuthError("invalid_request", "This address is for the browser's own navigation, not for scripts", {
    cause: "not_navigation",
    values: { receivedDestination },
  });
}
