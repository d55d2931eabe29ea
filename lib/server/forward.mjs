import { Agent, request as send } from "node:http";
import { pipeline } from "node:stream";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

/** Those of a connection, which is another one behind. @see RFC 9110 §7.6.1 */
const hopHeaders = new Set(["connection", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade"]);

/** Bytes of an answer's head at most: a page may lead to an address that is longer than the one that was asked for. */
const maxHeadBytes = 128 * 1024;

/** Milliseconds for which an unused connection is kept. */
const idleMs = 30_000;

/** @param {string[]} raw names and values in turn */
function withoutHopHeaders(raw) {
  /** @type {string[]} */
  const kept = [];
  for (let index = 0; index < raw.length; index += 2) {
    const [name = "", value = ""] = raw.slice(index, index + 2);
    if (!hopHeaders.has(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}

/**
 * Hands requests to the process of the pages, and its answers back.
 * @param {string} socket where that listens
 * @returns {import("./front.mjs").Handler}
 */
export function createForwarder(socket) {
  const agent = new Agent({ keepAlive: true, timeout: idleMs });

  return (request, response) => {
    const headers = withoutHopHeaders(request.rawHeaders);
    if (request.headers["transfer-encoding"] !== undefined) headers.push("transfer-encoding", "chunked");
    const { method, url: path } = request;
    const target = { socketPath: socket, agent, method, path, headers, setHost: false, maxHeaderSize: maxHeadBytes };
    const asked = send(target);
    asked.once("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, withoutHopHeaders(answer.rawHeaders));
      // Either end may break off; both are then closed, and there is nobody left to tell.
      pipeline(answer, response, () => {});
    });
    asked.on("error", () => {
      if (response.headersSent) return response.destroy();
      // The pages start again after a failure; the protocol goes on meanwhile.
      response.writeHead(503, { "content-type": "text/plain; charset=utf-8", "retry-after": "5" });
      response.end("The pages of this portal are starting again. Try again in a few seconds.\n");
    });
    response.once("close", () => {
      if (!response.writableFinished) asked.destroy();
    });
    pipeline(request, asked, () => {});
  };
}
