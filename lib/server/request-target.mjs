/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

/** Every method that something here answers. */
const allow = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

/**
 * What kind of thing a request asks for: an address that can be read, the server as a whole, or neither.
 * @param {string} target
 * @returns {"address" | "server" | "unreadable"}
 * @see RFC 9112 §3.2
 */
export function classifyTarget(target) {
  if (target === "*") return "server";
  const [path = ""] = target.split("?", 1);
  if (!path.includes("%")) return "address";
  try {
    decodeURIComponent(path);
    return "address";
  } catch {
    // RFC 3986 §2.1: a percent sign that no two hexadecimal digits follow, or octets that are no UTF-8.
    return "unreadable";
  }
}

/**
 * Answers what asks about the server as a whole. `OPTIONS *` is all that may.
 * @param {IncomingMessage} request @param {ServerResponse} response
 * @see RFC 9110 §9.3.7
 */
export function answerForServer({ method }, response) {
  response.writeHead(method === "OPTIONS" ? 204 : 400, { allow, "cache-control": "no-store" }).end();
}
