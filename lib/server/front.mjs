import { createServer, STATUS_CODES } from "node:http";
import { createFastLane } from "./fast-lane.mjs";
import { answerFailure } from "./outage.mjs";
import { setOwnHeaders } from "./own-headers.mjs";
import { admitPagePost } from "./page-post.mjs";
import { limitBody } from "./request-body-limit.mjs";
import {
  allow,
  answerForServer,
  hasOneHost,
  hasTooManyHeaders,
  isAllowedMethod,
  readTarget,
} from "./request-target.mjs";

/** @typedef {import("./runtime").Runtime} Runtime */
/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {(request: IncomingMessage, response: ServerResponse) => unknown} Handler */

/**
 * Why the server cannot listen, for the operator; undefined for an error that says nothing about settings.
 * @param {string | undefined} code @param {import("../env").Env} env
 */
function describeListenError(code, { port, host }) {
  if (code === "EADDRINUSE") return `Port ${port} is in use by another program; set PORT to another one.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `PORTICO_HOST=${host} is not an address of this machine; set it to one that is, or leave it out.`;
  }
  return undefined;
}

/** @param {import("node:http").Server} server @param {import("../env").Env} env */
function listen(server, env) {
  return new Promise((resolve, reject) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      const message = describeListenError(error.code, env);
      reject(message === undefined ? error : Object.assign(new Error(message), { name: "PrepareError" }));
    });
    server.listen({ port: env.port, host: env.host ?? undefined }, () => resolve(undefined));
  });
}

/** Statuses of requests that Node.js could not parse, by its code; others are 400. @type {Record<string, 408 | 413 | 431>} */
const statusOfParserError = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** @param {import("./runtime").Refusal} refusal @param {ServerResponse} response */
function writeRefusal({ status, headers, body }, response) {
  if (response.headersSent) return;
  const more = { "content-length": Buffer.byteLength(body), ...(status === 405 && { allow }) };
  response.writeHead(status, { ...headers, ...more }).end(body);
}

/**
 * Answers what is no request to Node.js, so that whoever sent it can read why; then hangs up.
 * @param {NodeJS.ErrnoException & { rawPacket?: Buffer }} error @param {import("node:stream").Duplex} socket
 * @param {Runtime} runtime
 */
async function answerParserError(error, socket, runtime) {
  // Whoever is gone reads nothing. A connection on which an answer is under way would mix the two.
  if (error.code === "ECONNRESET" || !socket.writable) return socket.destroy();
  const status = statusOfParserError[error.code ?? ""] ?? 400;
  const [, path = "/"] = /^[A-Z-]+ ([^ ?\r\n]+)/.exec(error.rawPacket?.subarray(0, 200).toString("latin1") ?? "") ?? [];
  const { headers, body } = await runtime.refuse(status, path);
  const length = Buffer.byteLength(body);
  const lines = Object.entries({ ...headers, "content-length": length, connection: "close" }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`);
}

/**
 * Opens the server that people and apps reach. It answers the protocol itself, by the same functions that the routes of
 * Next.js export and at a fraction of their cost, and hands everything else to `handlePage`. What neither of them could
 * make sense of is refused here, in words.
 * @param {Runtime} runtime opened before; closed again when the port cannot be had
 * @param {Handler} handlePage
 * @param {ReturnType<typeof import("./shutdown.mjs").createShutdown>} shutdown
 */
export async function openFront(runtime, handlePage, shutdown) {
  const env = runtime.getEnv();
  const isProduction = process.env.NODE_ENV === "production";
  const fastLane = createFastLane((request) => runtime.handleFast(request), runtime.isDocument);

  /** @param {IncomingMessage} request @param {ServerResponse} response @param {import("./runtime").Refusal["status"]} status */
  async function refuse(request, response, status) {
    const [path = ""] = (request.url ?? "").split("?", 1);
    writeRefusal(await runtime.refuse(status, path), response);
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response @param {string} path */
  async function answerPage(request, response, path) {
    if (request.method === "POST" && runtime.mayBeAction(path, request.headers)) {
      const verdict = await admitPagePost(request, runtime);
      if (verdict.kind === "refuse") return refuse(request, response, verdict.status);
      if (verdict.kind === "answer") return void response.writeHead(verdict.status, verdict.headers).end();
    }
    return handlePage(request, response);
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response @returns {unknown} */
  function answer(request, response) {
    if (!isAllowedMethod(request.method)) return refuse(request, response, 405);
    const target = hasOneHost(request.rawHeaders) ? readTarget(request.url ?? "") : null;
    if (target === null) return refuse(request, response, 400);
    if (target === "*") return answerForServer(request, response);
    const [path = "", ...query] = target.split("?");
    // What Next.js keeps for itself, such as the page that says that everything failed.
    if (isProduction && path.startsWith("/_") && !path.startsWith("/_next/")) return refuse(request, response, 404);
    const hasSlashes = path.startsWith("//") || (path.endsWith("/") && path !== "/");
    const endpoint = hasSlashes ? runtime.findEndpointPath(path) : null;
    request.url = endpoint === null ? target : [endpoint, ...query].join("?");
    const place = endpoint ?? path;
    const isFast = env.fastLane && runtime.isFast(place);
    return isFast ? fastLane.answer(request, response) : answerPage(request, response, place);
  }

  const server = createServer((request, response) => {
    if (fastLane.answerFromMemory(request, response)) return;
    shutdown.track(response);
    if (hasTooManyHeaders(request.rawHeaders)) {
      // Its body is not read: the headers that say how long it is may be among those that nobody looks at.
      response.shouldKeepAlive = false;
      return void refuse(request, response, 431);
    }
    setOwnHeaders(request, runtime.describeSender(request));
    const refuseBody = () => {
      response.shouldKeepAlive = false;
      return refuse(request, response, 413);
    };
    if (!limitBody(request, refuseBody)) return;
    Promise.resolve(answer(request, response)).catch((error) => answerFailure(runtime, error, request, response));
  });
  server.on("clientError", (error, socket) => void answerParserError(error, socket, runtime));
  server.on("connect", (_request, socket) => {
    socket.on("error", () => socket.destroy());
    socket.end(`HTTP/1.1 405 Method Not Allowed\r\nallow: ${allow}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
  });
  // Slow senders are cut off; Node.js' own limits for the headers stay.
  server.requestTimeout = 60_000;
  try {
    await listen(server, env);
  } catch (error) {
    // The database is open by now: its directory must not stay locked.
    await runtime.close();
    throw error;
  }
  return server;
}

/** Says where the portal is. @param {Runtime} runtime @param {string | null} setupUrl */
export function announce(runtime, setupUrl) {
  console.log(`Portico is running at ${runtime.getEnv().issuer}`);
  if (setupUrl) console.log(`Make the first administrator (once): ${setupUrl}`);
}
