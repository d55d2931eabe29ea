import { createServer } from "node:http";
import { createFastLane } from "../engine/fast-lane.mjs";
import { log } from "../log/log.mjs";
import { countHeldBytes, createBodyBudget } from "./body-budget.mjs";
import { createBrokenRequests } from "./broken-requests.mjs";
import { listen } from "./listen.mjs";
import { createRequestObserver } from "./monitoring/observe-requests.mjs";
import { withRequestSpans } from "./monitoring/trace-requests.mjs";
import { answerFailure } from "./outage.mjs";
import { setHost, setOwnHeaders } from "./own-headers.mjs";
import { admitPagePost } from "./page-post.mjs";
import { findSmallLimit, limitBody } from "./request-body-limit.mjs";
import { giveBackRequestId, REQUEST_ID } from "./request-id.mjs";
import {
  ALLOW,
  answerForServer,
  hasOneHost,
  hasTooManyHeaders,
  hasTooManyParameters,
  isAllowedMethod,
  readTarget,
} from "./request-target.mjs";

/** @typedef {import("./runtime").Runtime} Runtime */
/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {(request: IncomingMessage, response: ServerResponse) => unknown} Handler */

/**
 * Answers questions about health at a port of their own, which the public need not reach. It takes nothing else.
 * @param {Runtime} runtime
 */
function createHealthServer(runtime) {
  return createServer((request, response) => {
    const [path = ""] = (request.url ?? "").split("?", 1);
    runtime.answerHealth(path).then(
      (answer) => {
        const { status, headers, body } = answer ?? { status: 404, headers: {}, body: "" };
        response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
      },
      (error) => {
        log.error("A question about health could not be answered", { error });
        response.writeHead(500).end();
      },
    );
  });
}

/** @param {import("./runtime").Refusal} refusal @param {ServerResponse} response */
function writeRefusal({ status, headers, body }, response) {
  if (response.headersSent) return;
  const more = { "content-length": Buffer.byteLength(body), ...(status === 405 && { allow: ALLOW }) };
  response.writeHead(status, { ...headers, ...more }).end(body);
}

/**
 * Opens the server that people and apps reach. It answers the protocol itself, with the same functions that the routes
 * of Next.js export and at a fraction of their cost, and hands everything else to `handlePage`. It refuses, in words,
 * requests that neither could make sense of.
 * @param {Runtime} runtime already opened; closed again when the port cannot be opened
 * @param {Handler} handlePage
 * @param {ReturnType<typeof import("./shutdown.mjs").createShutdown>} shutdown
 * @param {{ processes?: number }} [options] how many processes people and apps reach
 */
export async function openFront(runtime, handlePage, shutdown, { processes = 1 } = {}) {
  const env = runtime.getEnv();
  const isProduction = process.env.NODE_ENV === "production";
  const brokenRequests = createBrokenRequests(async (status, path) => {
    const refusal = await runtime.refuse(status, path, null);
    return { ...refusal, headers: { ...refusal.headers, [REQUEST_ID]: runtime.chooseRequestId(undefined) } };
  });
  const budget = createBodyBudget(processes);
  const fastLane = createFastLane((request) => runtime.handleFast(request), runtime.isDocument, {
    header: REQUEST_ID,
    choose: runtime.chooseRequestId,
  });

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @param {import("./runtime").Refusal["status"]} status
   */
  async function refuse(request, response, status) {
    giveBackRequestId(request, response);
    const [path = ""] = (request.url ?? "").split("?", 1);
    writeRefusal(await runtime.refuse(status, path, request.headers), response);
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  function refuseBody(request, response) {
    response.shouldKeepAlive = false;
    return refuse(request, response, 413);
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  async function answerAction(request, response) {
    const closing = new Promise((resolve) => response.once("close", resolve));
    const verdict = await admitPagePost(request, runtime, budget);
    if (verdict.kind === "refuse") return refuse(request, response, verdict.status);
    if (verdict.kind === "answer") {
      giveBackRequestId(request, response);
      return void response.writeHead(verdict.status, verdict.headers).end();
    }
    // The Origin was already checked. Next.js compares it with Host, and answers 500 where they differ.
    setHost(request, new URL(env.issuer).host);
    try {
      await handlePage(request, response);
    } finally {
      // A sender that hangs up leaves the whole body to the action, which goes on.
      void closing.then(verdict.giveBack);
    }
  }

  /**
   * Answers a request whose small body is read by whoever answers it, if there is room for the body.
   * @param {IncomingMessage} request @param {ServerResponse} response @param {Handler} handle
   * @param {number} limit the most bytes that it reads
   */
  function answerInBudget(request, response, handle, limit) {
    const bytes = countHeldBytes(request, limit);
    if (bytes === 0) return handle(request, response);
    const sender = request.headers["x-forwarded-for"];
    const taken = budget.take(typeof sender === "string" ? runtime.nameSender(sender) : "", bytes);
    if (typeof taken === "number") return refuse(request, response, taken);
    response.once("close", taken);
    return handle(request, response);
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response @returns {unknown} */
  function answer(request, response) {
    if (!isAllowedMethod(request.method)) return refuse(request, response, 405);
    const target = hasOneHost(request.rawHeaders) ? readTarget(request.url ?? "") : null;
    if (target === null) return refuse(request, response, 400);
    if (target === "*") {
      giveBackRequestId(request, response);
      return answerForServer(request, response);
    }
    const [path = "", ...query] = target.split("?");
    // Paths that Next.js uses internally, such as its page for total failure.
    if (isProduction && path.startsWith("/_") && !path.startsWith("/_next/")) return refuse(request, response, 404);
    const hasSlashes = path.startsWith("//") || (path.endsWith("/") && path !== "/");
    const endpoint = hasSlashes ? runtime.findEndpointPath(path) : null;
    request.url = endpoint === null ? target : [endpoint, ...query].join("?");
    const place = endpoint ?? path;
    const isFast = env.fastLane && runtime.isFast(place);
    // It reads no more than that, and says itself what is too large.
    const limit = findSmallLimit(place);
    if (isFast) return answerInBudget(request, response, fastLane.answer, limit);
    if (hasTooManyParameters(target)) return refuse(request, response, 400);
    if (request.method === "POST" && runtime.mayBeAction(place, request.headers))
      return answerAction(request, response);
    // Before it counts: else strangers could take the room of people's files. Next.js would read all of it.
    if (!limitBody(request, () => refuseBody(request, response), limit)) return;
    return answerInBudget(request, response, handlePage, limit);
  }

  const observe = createRequestObserver(runtime);
  const handle = withRequestSpans(runtime, (request, response) => {
    const observed = observe?.(request, response);
    const requestId = fastLane.answerFromMemory(request, response);
    if (requestId !== null) {
      if (observed) observed.requestId = requestId;
      return;
    }
    // A sender that has reset the connection reads no answer, and has no address any more that a limit could count.
    if (request.socket.remoteAddress === undefined) return void request.socket.destroy();
    shutdown.track(response);
    brokenRequests.track(response);
    if (hasTooManyHeaders(request.rawHeaders)) {
      // Its body is not read, because the headers with its length may be among those that were ignored.
      response.shouldKeepAlive = false;
      setOwnHeaders(request, { [REQUEST_ID]: runtime.chooseRequestId(undefined) });
      return void refuse(request, response, 431);
    }
    setOwnHeaders(request, runtime.describeSender(request));
    if (!limitBody(request, () => refuseBody(request, response))) return;
    Promise.resolve(answer(request, response)).catch((error) => answerFailure(runtime, error, request, response));
  });
  const server = createServer(handle);
  server.on("clientError", (error, socket) => void brokenRequests.answer(error, socket));
  server.on("connect", (_request, socket) => {
    shutdown.trackUpgraded(socket);
    socket.on("error", () => socket.destroy());
    // If bytes in the tunnel stayed unread, they would hide that its sender has closed it.
    socket.resume();
    void brokenRequests.endWith(
      socket,
      `HTTP/1.1 405 Method Not Allowed\r\nallow: ${ALLOW}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
    );
  });
  // Slow senders are cut off; Node.js' own limits for the headers stay.
  server.requestTimeout = 60_000;
  const health = env.healthPort === null ? null : createHealthServer(runtime);
  server.once("close", () => {
    health?.close();
    health?.closeAllConnections();
  });
  try {
    const { port, host, healthPort } = env;
    if (health && healthPort !== null)
      await listen(health, { variable: "PORTICO_HEALTH_PORT", port: healthPort, host });
    await listen(server, { variable: "PORT", port, host });
  } catch (error) {
    // The database is open by now: its directory must not stay locked.
    await runtime.close();
    throw error;
  }
  return server;
}

/** Tells the operator where the portal is, and which of their variables do nothing. @param {Runtime} runtime @param {string | null} setupUrl */
export function announce(runtime, setupUrl) {
  log.info(`Portico is running at ${runtime.getEnv().issuer}`);
  for (const sentence of runtime.listUnknownVariables()) log.warn(sentence);
  if (setupUrl) log.info(`Make the first administrator (once): ${setupUrl}`, { isForOperator: true });
}
