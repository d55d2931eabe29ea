import { OAuthError } from "../oauth/errors";

const DESTINATIONS = ["document", "iframe"];

/**
 * Refuses a request that is no navigation: a page's script or a prefetch must not make a code that nobody asked for.
 * Browsers that do not say what a request is for are let through.
 * @throws {OAuthError} invalid_request
 * @see Fetch Metadata Request Headers §2.1
 */
export function requireNavigation(request: Request): void {
  const destination = request.headers.get("sec-fetch-dest");
  const purpose = request.headers.get("sec-purpose") ?? request.headers.get("purpose") ?? "";
  const isNavigation = destination === null || DESTINATIONS.includes(destination);
  if (!isNavigation || purpose.includes("prefetch")) {
    throw new OAuthError("invalid_request", "This address is for the browser's own navigation, not for scripts", {
      cause: "not_navigation",
      values: { receivedDestination: isNavigation ? "prefetch" : (destination?.slice(0, 40) ?? "") },
    });
  }
}
