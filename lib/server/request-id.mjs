/** The header by which a sender names a request, and every answer does. */
export const REQUEST_ID = "x-request-id";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {import("./front.mjs").Handler} Handler */

/** Writes the id of the request into its answer. @param {IncomingMessage} request @param {ServerResponse} response */
export function giveBackRequestId({ headers }, response) {
  const id = headers[REQUEST_ID];
  if (typeof id === "string" && !response.headersSent) response.setHeader(REQUEST_ID, id);
}

/**
 * Writes the id of each request, which the server in front has chosen, into its answer.
 * @param {Handler} handle
 * @returns {Handler}
 */
export function withRequestId(handle) {
  return (request, response) => {
    giveBackRequestId(request, response);
    return handle(request, response);
  };
}
