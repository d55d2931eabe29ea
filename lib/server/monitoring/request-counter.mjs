/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {import("../../metrics/metrics").RequestOutcome} RequestOutcome */

/** @param {ServerResponse} response that is closed @returns {RequestOutcome} */
function outcomeOf({ statusCode, writableFinished }) {
  if (!writableFinished) return "cut_off";
  if (statusCode >= 500) return "failed";
  if (statusCode === 429) return "limited";
  if (statusCode >= 400) return "refused";
  return statusCode >= 300 && statusCode !== 304 ? "redirected" : "ok";
}

/**
 * Counts requests from outside as they end, each once, whichever process makes the answer.
 * @param {Pick<import("../runtime").Runtime, "isCounting" | "countRequest">} runtime
 * @returns {((request: IncomingMessage, response: ServerResponse) => void) | null} null: nobody reads the counts
 */
export function createRequestCounter(runtime) {
  if (!runtime.isCounting()) return null;
  return (request, response) => {
    const startedAt = performance.now();
    response.once("close", () => {
      runtime.countRequest(request.url ?? "", outcomeOf(response), (performance.now() - startedAt) / 1000);
    });
  };
}
