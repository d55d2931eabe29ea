import { replaceHeaders } from "../own-headers.mjs";

/** @typedef {import("../front.mjs").Handler} Handler */

/**
 * Makes a span of each request, within which everything that its answer takes is found; and tells the process of the
 * pages, which may answer it, to make its own within that.
 * @param {Pick<import("../runtime").Runtime, "isTracing" | "beginRequestSpan">} runtime
 * @param {Handler} handle
 * @returns {Handler}
 */
export function withRequestSpans(runtime, handle) {
  if (!runtime.isTracing()) return handle;
  return (request, response) => {
    const span = runtime.beginRequestSpan(request);
    if (span === null) return handle(request, response);
    response.once("close", () => span.end(response.statusCode));
    replaceHeaders(request, span.headers);
    return span.run(() => handle(request, response));
  };
}
