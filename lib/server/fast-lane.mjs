import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";

/** Where the protocol core puts the text of an answer that is whole. */
const wholeBody = Symbol.for("portico.whole-body");

/** @param {Response} response @returns {string | undefined} */
function findWholeBody(response) {
  return /** @type {{ [wholeBody]?: string }} */ (/** @type {unknown} */ (response))[wholeBody];
}

/**
 * Answers requests by a function of the web's Request and Response, without the router of Next.js. Text that is whole
 * is written as it is; every other body as the stream that it is.
 * @param {(request: Request) => Promise<Response>} handle
 */
export function createFastLane(handle) {
  return getRequestListener(
    async (request, { outgoing }) => {
      const response = await handle(request);
      const body = findWholeBody(response);
      if (body === undefined) return response;
      outgoing.writeHead(response.status, {
        ...Object.fromEntries(response.headers),
        "content-length": Buffer.byteLength(body),
      });
      outgoing.end(body);
      return RESPONSE_ALREADY_SENT;
    },
    { overrideGlobalObjects: false },
  );
}
