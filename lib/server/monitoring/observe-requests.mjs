import { log } from "../../log/log.mjs";
import { REQUEST_ID } from "../request-id.mjs";

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
 * Counts requests from outside as they end, and writes a line about each, as the operator's variables say: each request
 * once, whichever process makes the answer. A line has no query, which may hold codes and tokens.
 * @param {Pick<import("../runtime").Runtime, "getEnv" | "isCounting" | "countRequest" | "nameEndpoint" | "describeSender">} runtime
 * @returns {((request: IncomingMessage, response: ServerResponse) => { requestId?: string }) | null} called when the head of
 *   a request has arrived; its answer takes the id of a request that nobody else looks at; null: there is nothing to do
 */
export function createRequestObserver(runtime) {
  const { accessLog } = runtime.getEnv();
  const isCounting = runtime.isCounting();
  if (!isCounting && !accessLog) return null;

  /** @param {IncomingMessage} request @param {ServerResponse} response @param {{ requestId?: string, from?: string | undefined }} observed @param {number} milliseconds */
  function writeLine({ method, url = "", headers }, response, { requestId, from }, milliseconds) {
    const [path = "", query] = url.split("?", 2);
    log.info(`${method} ${path}${query === undefined ? "" : "?…"} ${response.statusCode}`, {
      requestId: requestId ?? headers[REQUEST_ID],
      method,
      path,
      endpoint: runtime.nameEndpoint(path),
      status: response.statusCode,
      outcome: outcomeOf(response),
      durationMs: Math.round(milliseconds * 10) / 10,
      from,
    });
  }

  return (request, response) => {
    // Asked now: a connection that was closed has no address any more, and documents from memory leave the header as it came.
    const from = accessLog ? runtime.describeSender(request)["x-forwarded-for"] : undefined;
    /** @type {{ requestId?: string, from?: string | undefined }} */
    const observed = { from };
    const startedAt = performance.now();
    response.once("close", () => {
      const milliseconds = performance.now() - startedAt;
      if (isCounting) runtime.countRequest(request.url ?? "", outcomeOf(response), milliseconds / 1000);
      if (accessLog) writeLine(request, response, observed, milliseconds);
    });
    return observed;
  };
}
