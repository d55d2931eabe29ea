/** @typedef {import("node:http").IncomingMessage} IncomingMessage */

/** Request headers that only the server in front writes; what a sender wrote under these names is dropped. */
export const ownHeaders = ["x-forwarded-for", "x-portico-peer"];

/**
 * Writes the server's own headers into a request, in both forms in which others read them.
 * @param {IncomingMessage} request
 * @param {Record<string, string>} values by their names in lower case
 */
export function setOwnHeaders(request, values) {
  const { headers, rawHeaders } = request;
  if (ownHeaders.some((name) => headers[name] !== undefined)) drop(request);
  for (const name in values) {
    const value = values[name] ?? "";
    headers[name] = value;
    rawHeaders.push(name, value);
  }
}

/** @param {IncomingMessage} request */
function drop({ headers, rawHeaders }) {
  const kept = rawHeaders.filter((_, index) => !ownHeaders.includes((rawHeaders[index & ~1] ?? "").toLowerCase()));
  rawHeaders.splice(0, rawHeaders.length, ...kept);
  for (const name of ownHeaders) delete headers[name];
}
