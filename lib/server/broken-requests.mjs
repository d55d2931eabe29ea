import { STATUS_CODES } from "node:http";
import { hangUp } from "./hang-up.mjs";
import { drainLimits } from "./request-body-limit.mjs";

/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {import("node:stream").Duplex} Duplex */
/** @typedef {import("./runtime").Refusal} Refusal */

/**
 * Statuses of requests that Node.js could not parse, by its code; others are 400.
 * @type {Record<string, 408 | 413 | 431>}
 */
const statusOfParserError = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** The bytes of the last answer of a connection. @param {Refusal} refusal */
function compose({ status, headers, body }) {
  const length = Buffer.byteLength(body);
  const lines = Object.entries({ ...headers, "content-length": length, connection: "close" }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`;
}

/**
 * @param {Duplex} socket
 * @param {ServerResponse} response
 * @returns {Promise<void>} once it is written, or nobody reads it
 */
function waitFor(socket, response) {
  return new Promise((resolve) => {
    if (response.writableFinished || socket.destroyed) return resolve();
    response.once("close", resolve);
    socket.once("close", resolve);
  });
}

/**
 * Answers bytes that Node.js cannot parse as a request, so that their sender can read why, and then hangs up. Other
 * requests may be under way on the connection, and this answer must come after theirs, because only the order shows
 * which request an answer belongs to.
 * @param {(status: Refusal["status"], path: string) => Promise<Refusal>} refuse
 * @see RFC 9112 §9.3.2
 */
export function createBrokenRequests(refuse) {
  /** The answer to the newest request of each connection. @type {WeakMap<Duplex, ServerResponse>} */
  const newest = new WeakMap();
  /**
   * The answer that has to be sent first, because both were requested at once. @type {WeakMap<ServerResponse,
   * ServerResponse>}
   */
  const before = new WeakMap();
  /**
   * Connections that can no longer be parsed, and how many bytes came on them since. @type {WeakMap<Duplex, number>}
   */
  const broken = new WeakMap();

  /** A request was read; this will be its answer. @param {ServerResponse} response */
  function track(response) {
    const { socket } = response.req;
    const known = newest.get(socket);
    if (known !== undefined && !known.writableFinished) {
      before.set(response, known);
      // Otherwise a sender that always asks before the last answer came would keep all answers in memory, each through
      // the next.
      response.once("close", () => before.delete(response));
    }
    newest.set(socket, response);
  }

  /**
   * @param {NodeJS.ErrnoException & { rawPacket?: Buffer }} error what the parser says @param {Duplex} socket
   * @returns {Promise<void>}
   */
  async function answer(error, socket) {
    const dropped = broken.get(socket);
    broken.set(socket, dropped === undefined ? 0 : dropped + (error.rawPacket?.length ?? 0));
    if (dropped !== undefined) {
      if (dropped > drainLimits.bytes) socket.destroy();
      return;
    }
    // A sender that is gone reads nothing.
    if (error.code === "ECONNRESET") return void socket.destroy();
    const last = newest.get(socket);
    // The unreadable bytes are the rest of a request whose head was read, or the next request.
    const own = last !== undefined && !last.req.complete ? last : null;
    const earlier = own === null ? last : before.get(own);
    if (earlier !== undefined) await waitFor(socket, earlier);
    const status = statusOfParserError[error.code ?? ""] ?? 400;
    const [, path = "/"] =
      /^[A-Z-]+ ([^ ?\r\n]+)/.exec(error.rawPacket?.subarray(0, 200).toString("latin1") ?? "") ?? [];
    const refusal = await refuse(status, path);
    // It already has an answer, which may still be under way.
    if (own?.headersSent)
      return void (own.writableFinished ? socket.destroy() : own.once("close", () => socket.destroy()));
    hangUp(socket, compose(refusal));
  }

  /** Ends a connection after the answers that are under way on it. @param {Duplex} socket @param {string} lastWords */
  async function endWith(socket, lastWords) {
    const last = newest.get(socket);
    if (last !== undefined) await waitFor(socket, last);
    hangUp(socket, lastWords);
  }

  return { track, answer, endWith };
}
