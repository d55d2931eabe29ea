import { Agent, request as send } from "node:http";
import { pipeline } from "node:stream";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

/** Headers of a connection, which are not forwarded. @see RFC 9110 §7.6.1 */
const HOP_HEADERS = new Set(["connection", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade"]);

/** The most bytes of an answer's head: a page may redirect to an address that is longer than the requested one. */
const MAX_HEAD_BYTES = 128 * 1024;

/** How long an unused connection is kept, in milliseconds. */
const IDLE_MS = 30_000;

/** @param {string[]} raw names and values in turn */
function withoutHopHeaders(raw) {
  /** @type {string[]} */
  const kept = [];
  for (let index = 0; index < raw.length; index += 2) {
    const [name = "", value = ""] = raw.slice(index, index + 2);
    if (!HOP_HEADERS.has(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}

/**
 * Forwards requests to the process of the pages, and its answers back.
 * @param {string} socket where that process listens
 * @param {(request: IncomingMessage) => Record<string, string>} [nameAnswer] headers of an answer that process does not make
 * @returns {(request: IncomingMessage, response: ServerResponse) => void}
 */
export function createForwarder(socket, nameAnswer = () => ({})) {
  const agent = new Agent({ keepAlive: true, timeout: IDLE_MS });

  return (request, response) => {
    const headers = withoutHopHeaders(request.rawHeaders);
    if (request.headers["transfer-encoding"] !== undefined) headers.push("transfer-encoding", "chunked");
    const { method, url: path } = request;
    const target = { socketPath: socket, agent, method, path, headers, setHost: false, maxHeaderSize: MAX_HEAD_BYTES };
    const asked = send(target);
    asked.once("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, withoutHopHeaders(answer.rawHeaders));
      // If either end breaks off, both are closed, and nobody is left to tell.
      pipeline(answer, response, () => {});
    });
    asked.on("error", () => {
      if (response.headersSent) return response.destroy();
      // After a failure the pages are restarted, and the protocol continues meanwhile.
      const more = nameAnswer(request);
      response.writeHead(503, { "content-type": "text/plain; charset=utf-8", "retry-after": "5", ...more });
      response.end("The pages of this portal are starting again. Try again in a few seconds.\n");
    });
    response.once("close", () => {
      if (!response.writableFinished) asked.destroy();
    });
    pipeline(request, asked, () => {});
  };
}
