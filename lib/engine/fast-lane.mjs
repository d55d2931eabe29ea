import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {import("../oauth/wire/json-response").WholeAnswer} WholeAnswer */
/** @typedef {{ headers: string[], body: string, encoding: BufferEncoding, until: number }} Document */

/** Where the protocol core puts an answer whose whole body is in memory. */
const wholeAnswer = Symbol.for("portico.whole-answer");

/** How long a document is answered from memory before it is made again, in milliseconds. */
const DOCUMENT_LIFETIME_MS = 1_000;

/** @param {Response} response @returns {WholeAnswer | undefined} */
function findWholeAnswer(response) {
  return /** @type {{ [wholeAnswer]?: WholeAnswer }} */ (/** @type {unknown} */ (response))[wholeAnswer];
}

/**
 * Pure ASCII is the same in UTF-8 and Latin-1, and is written faster as the latter.
 * @param {string} text @param {number} bytes
 */
function encodingOf(text, bytes) {
  return text.length === bytes ? "latin1" : "utf8";
}

/**
 * Ends an answer whose head is set. Given a body, Node.js writes head and body and then an empty text that marks the
 * end: two writes, which take a different system call and a copy. ASCII text is sent together with the head as one,
 * which saves a fifth of the cost of a document.
 * @param {ServerResponse} response @param {string} body @param {BufferEncoding} encoding
 */
function end(response, body, encoding) {
  const written = /** @type {{ _header?: unknown }} */ (/** @type {unknown} */ (response));
  const isOneText = typeof written._header === "string" && encoding === "latin1" && response.req.method !== "HEAD";
  if (!isOneText) return void response.end(body, encoding);
  written._header += body;
  response.end();
}

/**
 * A header without building all of them; undefined also where there are several.
 * @param {string[]} rawHeaders @param {string} wanted in lower case
 */
function findRaw(rawHeaders, wanted) {
  let found;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const each = rawHeaders[index] ?? "";
    if (each.length !== wanted.length || each.toLowerCase() !== wanted) continue;
    if (found !== undefined) return undefined;
    found = rawHeaders[index + 1];
  }
  return found;
}

/**
 * Answers requests with a function from Request to Response, without the router of Next.js. A body that is in memory is
 * written as it is, every other body as a stream. Public documents, which are the same for everybody, are kept for a
 * moment: `answerFromMemory` answers them at once, and returns the name of the request.
 * @param {(request: Request) => Promise<Response>} handle
 * @param {(path: string) => boolean} isDocument
 * @param {{ header: string, choose: (given: string | undefined) => string }} name the header that names a request and is given
 *   back, and what chooses the name of a request that nothing else reads
 */
export function createFastLane(handle, isDocument, name) {
  /** @type {Map<string, Document>} */
  const documents = new Map();

  /** @param {IncomingMessage} request @returns {string | null} the key under which its answer may be kept */
  function keyOf({ method, url = "", rawHeaders }) {
    if (method !== "GET" || !isDocument(url)) return null;
    let hosts = 0;
    // Not `headers`, which Node.js would build only for this.
    for (let index = 0; index < rawHeaders.length; index += 2) {
      const name = rawHeaders[index]?.toLowerCase();
      if (name === "if-none-match") return null;
      if (name === "host") hosts += 1;
    }
    // A request with two hosts is refused (RFC 9112 §3.2).
    return hosts > 1 ? null : url;
  }

  /** @param {IncomingMessage} request that somebody looked at @returns {string[]} the header that gives back its name */
  function nameOf({ headers }) {
    const id = headers[name.header];
    return typeof id === "string" ? [name.header, id] : [];
  }

  const listen = getRequestListener(
    async (request, { incoming, outgoing }) => {
      const response = await handle(request);
      const answer = findWholeAnswer(response);
      if (answer === undefined) {
        const [header = "", id = ""] = nameOf(/** @type {IncomingMessage} */ (incoming));
        if (header !== "") /** @type {ServerResponse} */ (outgoing).setHeader(header, id);
        return response;
      }
      const { status, body } = answer;
      const bytes = Buffer.byteLength(body);
      const encoding = encodingOf(body, bytes);
      const headers = ["content-length", String(bytes)];
      for (const each in answer.headers) headers.push(each, String(answer.headers[each]));
      const key = status === 200 ? keyOf(/** @type {IncomingMessage} */ (incoming)) : null;
      if (key !== null)
        documents.set(key, { headers, body, encoding, until: performance.now() + DOCUMENT_LIFETIME_MS });
      const named = nameOf(/** @type {IncomingMessage} */ (incoming));
      end(/** @type {ServerResponse} */ (outgoing).writeHead(status, [...headers, ...named]), body, encoding);
      return RESPONSE_ALREADY_SENT;
    },
    { overrideGlobalObjects: false },
  );

  /** @param {IncomingMessage} request @param {ServerResponse} response @returns {string | null} the name that it was given; null: not answered */
  function answerFromMemory(request, response) {
    const document = documents.get(keyOf(request) ?? "");
    if (!document || document.until <= performance.now()) return null;
    const id = name.choose(findRaw(request.rawHeaders, name.header));
    end(response.writeHead(200, [...document.headers, name.header, id]), document.body, document.encoding);
    return id;
  }

  return { answer: listen, answerFromMemory };
}
