import { log } from "../log/log.mjs";
import { giveBackRequestId, REQUEST_ID } from "./request-id.mjs";

/** @typedef {import("./runtime").Runtime} Runtime */
/** @typedef {Pick<Runtime, "isOutage" | "forgetRequest" | "describeOutage" | "refuse">} Replacing what stands in for answers */
/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {import("./front.mjs").Handler} Handler */

/** Identifies a request to the code that is told about its failure. A value from the sender is overwritten. */
const NUMBER_HEADER = "x-portico-request";

let count = 0;

/** @param {Pick<Runtime, "describeOutage">} runtime @param {IncomingMessage} request @param {ServerResponse} response */
async function answerOutage(runtime, request, response) {
  const { method = "GET", url = "/", headers: asked } = request;
  const said = { cookie: asked.cookie ?? "", "accept-language": asked["accept-language"] ?? "" };
  const { status, headers, body } = await runtime.describeOutage({ method, url, headers: said });
  response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
}

/**
 * A form that the browser posted by itself, without JavaScript, from a page of another build.
 * @param {Pick<Runtime, "refuse">} runtime @param {IncomingMessage} request @param {ServerResponse} response
 */
async function answerOldForm(runtime, request, response) {
  const { status, headers, body } = await runtime.refuse(409, request.url ?? "/", request.headers);
  response.writeHead(status, headers).end(body);
}

/**
 * Next.js answers 500 when a page, a Server Action or a form fails, whatever the cause, and 409 in plain text when a form is
 * of another build. If the database was away, or a person would see those words, this replaces the answer with the portal's
 * own page.
 * @param {Handler} handlePage
 * @param {Replacing} runtime
 * @returns {Handler}
 */
export function replaceFailures(handlePage, runtime) {
  return (request, response) => {
    count += 1;
    const number = String(count);
    request.headers[NUMBER_HEADER] = number;
    const { writeHead, flushHeaders, write, end } = response;
    /** @type {((runtime: Replacing, request: IncomingMessage, response: ServerResponse) => Promise<void>) | null} */
    let replacement = null;
    const restore = () => Object.assign(response, { writeHead, flushHeaders, write, end });

    /** @param {number} status */
    const findReplacement = (status) => {
      if (status === 500 && runtime.isOutage(number)) return answerOutage;
      // The page of a Server Action that a script called says it in its own words.
      return status === 409 && request.headers["next-action"] === undefined ? answerOldForm : null;
    };
    /** What answers in place of Next.js, once it is about to send this status; null: nothing does. @param {number} status */
    const replace = (status) => {
      if (replacement || response.headersSent) return replacement;
      replacement = findReplacement(status);
      if (!replacement) return null;
      for (const name of response.getHeaderNames()) if (name !== REQUEST_ID) response.removeHeader(name);
      return replacement;
    };

    // Each of these can be the first that Next.js calls; `end` is the last.
    Object.assign(response, {
      writeHead: (/** @type {Parameters<typeof writeHead>} */ ...args) =>
        replace(args[0]) ? response : writeHead.apply(response, args),
      flushHeaders: () => {
        if (!replace(response.statusCode)) flushHeaders.call(response);
      },
      write: (/** @type {Parameters<typeof write>} */ ...args) =>
        replace(response.statusCode) ? true : write.apply(response, args),
      end: (/** @type {Parameters<typeof end>} */ ...args) => {
        const answer = replace(response.statusCode);
        if (!answer) return end.apply(response, args);
        restore();
        answer(runtime, request, response).catch((error) => {
          log.error("A failure could not be answered", { error });
          response.destroy();
        });
        return response;
      },
    });
    response.once("close", () => runtime.forgetRequest(number));
    return handlePage(request, response);
  };
}

/**
 * Answers a request whose handling failed with an error.
 * @param {Runtime} runtime @param {unknown} error @param {IncomingMessage} request @param {ServerResponse} response
 */
export async function answerFailure(runtime, error, request, response) {
  if (response.headersSent) return;
  giveBackRequestId(request, response);
  if (runtime.isOutageError(error)) return answerOutage(runtime, request, response);
  log.error("A request could not be answered", { error, requestId: request.headers[REQUEST_ID] });
  response.writeHead(500).end();
}
