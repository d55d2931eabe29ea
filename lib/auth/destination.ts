import { pathWith } from "@/lib/http/see-other";
import { parseReturnTo } from "./return-to";

/** What a person wanted when they came to sign in: an app's request, or a page of the portal. At most one is set. */
export interface Destination {
  requestId: string | null;
  returnTo: string | null;
}

/** Reads the destination from a page's query or a form. Drops malformed values. */
export function readDestination(parameters: { get: (name: string) => unknown }): Destination {
  const request = parameters.get("request");
  const requestId = typeof request === "string" && /^[A-Za-z0-9_-]{1,200}$/.test(request) ? request : null;
  return { requestId, returnTo: requestId ? null : parseReturnTo(parameters.get("return_to")) };
}

/** The path of a sign-in page, with the destination in its query. */
export function pathFor(path: string, { requestId, returnTo }: Destination, more: Record<string, string | null> = {}) {
  return pathWith(path, { request: requestId, return_to: returnTo, ...more });
}
