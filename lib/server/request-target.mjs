/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

/** Every method that something here answers. */
export const ALLOW = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

const allowed = new Set(ALLOW.split(", "));

/** Whether anything here answers this method. @param {string | undefined} method */
export function isAllowedMethod(method) {
  return allowed.has(method ?? "");
}

/**
 * The path and query that a request asks for; `*` for the server as a whole; null if they cannot be read.
 * @param {string} target
 * @returns {string | null}
 * @see RFC 9112 §3.2
 */
export function readTarget(target) {
  if (target === "*") return target;
  const local = target.startsWith("/") ? target : withoutOrigin(target);
  if (local === null) return null;
  const [path = ""] = local.split("?", 1);
  if (DOT_SEGMENT.test(path)) return withoutDotSegments(local);
  if (!path.includes("%")) return local;
  try {
    decodeURIComponent(path);
    return local;
  } catch {
    // RFC 3986 §2.1: a percent sign that no two hexadecimal digits follow, or octets that are no UTF-8.
    return null;
  }
}

/** A dot segment, or a backslash, which browsers take for a slash. */
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:\/|$)|\\/i;

/**
 * RFC 3986 §6.2.2.3: dot segments are removed once, so that no later code reads a different path than the one checked
 * here.
 * @param {string} target
 */
function withoutDotSegments(target) {
  const { pathname, search } = new URL(`http://localhost${target}`);
  return readTarget(pathname + search);
}

/**
 * RFC 9112 §3.2.2: a server accepts the absolute form, which is for proxies, in every request. Its host is not
 * looked at: the portal knows its own address.
 * @param {string} target
 */
function withoutOrigin(target) {
  const [origin] = /^https?:\/\/[\w.:[\]-]+/i.exec(target) ?? [];
  if (origin === undefined) return null;
  const rest = target.slice(origin.length);
  if (rest === "" || rest.startsWith("?")) return `/${rest}`;
  return rest.startsWith("/") ? rest : null;
}

/**
 * Whether a request has at most one host. Node.js makes sure that it has one.
 * @param {string[]} rawHeaders
 * @see RFC 9112 §3.2
 */
export function hasOneHost(rawHeaders) {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (name.length === 4 && name.toLowerCase() === "host") hosts += 1;
  }
  return hosts <= 1;
}

/** The most headers of a request. Browsers send about twenty, and each proxy adds a few. */
export const MAX_HEADERS = 200;

/**
 * Whether a request has more headers than are read. Node.js interprets only the first thousand but passes on more, so a
 * later one would be ignored here and read behind, and the server's own headers, which are added last, would be lost.
 * @param {string[]} rawHeaders
 */
export function hasTooManyHeaders(rawHeaders) {
  return rawHeaders.length > 2 * MAX_HEADERS;
}

/** The most parameters in an address. The longest that clients send have about twenty. */
export const MAX_QUERY_PARAMETERS = 200;

/**
 * Whether an address has more parameters than are read. Next.js copies them several times before any page is asked, in
 * time that grows with their square: the sign-in page took 19 ms of processor time with one, 24 ms with 200, 37 ms with
 * 400 and 385 ms with 3,000, which fit into 12 kB.
 * @param {string} target
 */
export function hasTooManyParameters(target) {
  let count = 1;
  for (let at = target.indexOf("&"); at >= 0 && count <= MAX_QUERY_PARAMETERS; at = target.indexOf("&", at + 1))
    count += 1;
  return count > MAX_QUERY_PARAMETERS;
}

/**
 * Answers a request about the server as a whole, for which only `OPTIONS *` exists.
 * @param {IncomingMessage} request @param {ServerResponse} response
 * @see RFC 9110 §9.3.7
 */
export function answerForServer({ method }, response) {
  response.writeHead(method === "OPTIONS" ? 204 : 400, { allow: ALLOW, "cache-control": "no-store" }).end();
}
