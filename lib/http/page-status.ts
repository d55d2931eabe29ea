import type { AsyncLocalStorage } from "node:async_hooks";
import type { ServerResponse } from "node:http";

/**
 * Answers the page that is being drawn with 404, and leaves its HTML to the caller: words for what is missing, in the
 * frame of the area. `notFound()` of Next.js also answers 404, but React draws no error boundary on a server: the HTML
 * is an empty document, and only a browser with JavaScript fills it. Call it before anything of the page is sent, which
 * is anywhere outside `<Suspense>`. Only the portal's own server hears of it; another host of Next.js answers 200.
 * @see RFC 9110 §15.5.5
 */
export function answerNotFound(): void {
  // `lib/server/run-pages.mjs` puts it there. It lies outside the build, so nothing can be imported from it.
  const { [Symbol.for("portico.page-answer")]: answers } = globalThis as {
    [key: symbol]: AsyncLocalStorage<ServerResponse> | undefined;
  };
  const response = answers?.getStore();
  if (response && !response.headersSent) response.statusCode = 404;
}
