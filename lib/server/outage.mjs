/** @typedef {import("./runtime").Runtime} Runtime */
/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {import("./front.mjs").Handler} Handler */

/** Identifies a request to the code that is told about its failure. A value from the sender is overwritten. */
const NUMBER_HEADER = "x-portico-request";

let count = 0;

/** @param {Runtime} runtime @param {IncomingMessage} request @param {ServerResponse} response */
async function answerOutage(runtime, request, response) {
  const { method = "GET", url = "/", headers: asked } = request;
  const said = { cookie: asked.cookie ?? "", "accept-language": asked["accept-language"] ?? "" };
  const { status, headers, body } = await runtime.describeOutage({ method, url, headers: said });
  response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
}

/**
 * Next.js answers 500 when a page, a Server Action or a form fails, whatever the cause. If the database was away, this
 * replaces that answer with the portal's own page.
 * @param {Handler} handlePage
 * @param {Runtime} runtime
 * @returns {Handler}
 */
export function replaceOutages(handlePage, runtime) {
  return (request, response) => {
    count += 1;
    const number = String(count);
    request.headers[NUMBER_HEADER] = number;
    const { writeHead, flushHeaders, write, end } = response;
    let isReplaced = false;
    const restore = () => Object.assign(response, { writeHead, flushHeaders, write, end });

    /** @param {number} status @returns {boolean} whether the answer is replaced */
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
