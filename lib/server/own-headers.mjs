import { REQUEST_ID } from "./request-id.mjs";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */

/** Request headers that only the server in front writes. Values from the sender are dropped. */
export const OWN_HEADERS = ["x-forwarded-for", "x-portico-peer", REQUEST_ID];

/**
 * Writes the server's own headers into a request, and drops the sender's values for them.
 * @param {IncomingMessage} request
 * @param {Record<string, string>} values by their names in lower case
 */
export function setOwnHeaders(request, values) {
  drop(request, OWN_HEADERS);
  add(request, values);
}

/**
 * Sets the host that a page sees, whatever a proxy or the sender wrote.
 * @param {IncomingMessage} request
 * @param {string} host
 */
export function setHost(request, host) {
  replaceHeaders(request, { "x-forwarded-host": host });
}

/**
 * Writes headers into a request in place of those of the same names.
 * @param {IncomingMessage} request
 * @param {Record<string, string>} values by their names in lower case
 */
export function replaceHeaders(request, values) {
  drop(request, Object.keys(values));
  add(request, values);
}

/**
 * Adds headers in both forms in which others read them.
 * @param {IncomingMessage} request @param {Record<string, string>} values
 */
function add({ headers, rawHeaders }, values) {
  for (const name in values) {
    const value = values[name] ?? "";
    headers[name] = value;
    rawHeaders.push(name, value);
  }
}

/** @param {IncomingMessage} request @param {readonly string[]} names in lower case */
function drop({ headers, rawHeaders }, names) {
  if (!names.some((name) => headers[name] !== undefined)) return;
  const kept = rawHeaders.filter((_, index) => !names.includes((rawHeaders[index & ~1] ?? "").toLowerCase()));
  rawHeaders.splice(0, rawHeaders.length, ...kept);
  for (const name of names) delete headers[name];
}
