import type { Instrumentation } from "next";

/** Next.js calls this once per process, before it answers the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { publishRuntime } = await import("./lib/server/runtime");
  publishRuntime();
}

/**
 * Next.js calls this when a page, an action or a route handler failed, before it answers 500. The server in front of it
 * learns the cause by this, at once: an import would come after the answer.
 */
export const onRequestError: Instrumentation.onRequestError = (error, request) => {
  const { [Symbol.for("portico.runtime")]: runtime } = globalThis as {
    [key: symbol]: import("./lib/server/runtime").Runtime | undefined;
  };
  runtime?.noteFailure(error, request.headers);
};
