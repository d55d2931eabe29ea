/** @typedef {import("./runtime").Runtime} Runtime */
/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {import("./front.mjs").Handler} Handler */

/** Names a request to who hears of its failure; whatever a sender put there is overwritten. */
const numberHeader = "x-portico-request";

let count = 0;

/** @param {Runtime} runtime @param {IncomingMessage} request @param {ServerResponse} response */
async function answerOutage(runtime, request, response) {
  const { method = "GET", url = "/", headers: asked } = request;
  const { status, headers, body } = await runtime.describeOutage({ method, url, cookie: asked.cookie ?? "" });
  response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
}

/**
 * Next.js answers 500 whatever made a page fail, a Server Action or the answer to a form. Where that was the database
 * being away, its answer is left out, and the portal's own page for that goes in its place.
 * @param {Handler} handlePage
 * @param {Runtime} runtime
 * @returns {Handler}
 */
export function replaceOutages(handlePage, runtime) {
  return (request, response) => {
    count += 1;
    const number = String(count);
    request.headers[numberHeader] = number;
    const { writeHead, flushHeaders, write, end } = response;
    let isReplaced = false;
    const restore = () => Object.assign(response, { writeHead, flushHeaders, write, end });

    /** @param {number} status @returns {boolean} whether the answer is, or becomes, another one */
    const replaces = (status) => {
      if (isReplaced || response.headersSent || status !== 500 || !runtime.isOutage(number)) return isReplaced;
      isReplaced = true;
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      return true;
    };
    const answer = () => {
      restore();
      answerOutage(runtime, request, response).catch((error) => {
        console.error(error);
        response.destroy();
      });
    };

    // Each of these can be the first that Next.js calls; `end` is the last.
    Object.assign(response, {
      writeHead: (/** @type {Parameters<typeof writeHead>} */ ...args) =>
        replaces(args[0]) ? response : writeHead.apply(response, args),
      flushHeaders: () => {
        if (!replaces(response.statusCode)) flushHeaders.call(response);
      },
      write: (/** @type {Parameters<typeof write>} */ ...args) =>
        replaces(response.statusCode) ? true : write.apply(response, args),
      end: (/** @type {Parameters<typeof end>} */ ...args) => {
        if (!replaces(response.statusCode)) return end.apply(response, args);
        answer();
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
  if (runtime.isOutageError(error)) return answerOutage(runtime, request, response);
  console.error(error);
  response.writeHead(500).end();
}
