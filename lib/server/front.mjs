import { createServer } from "node:http";
import { createFastLane } from "./fast-lane.mjs";
import { setOwnHeaders } from "./own-headers.mjs";
import { limitBody } from "./request-body-limit.mjs";
import { answerForServer, classifyTarget } from "./request-target.mjs";

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

/**
 * Opens the server that people and apps reach. It answers the protocol itself, by the same functions that the routes of
 * Next.js export and at a fraction of their cost, and hands everything else to `handlePage`.
 * @param {Runtime} runtime opened before; closed again when the port cannot be had
 * @param {Handler} handlePage
 * @param {ReturnType<typeof import("./shutdown.mjs").createShutdown>} shutdown
 */
export async function openFront(runtime, handlePage, shutdown) {
  const env = runtime.getEnv();
  const fastLane = createFastLane((request) => runtime.handleFast(request), runtime.isDocument);
  const server = createServer((request, response) => {
    if (fastLane.answerFromMemory(request, response)) return;
    shutdown.track(response);
    setOwnHeaders(request, runtime.describeSender(request));
    if (!limitBody(request, response)) return;
    const kind = classifyTarget(request.url ?? "");
    if (kind === "server") return answerForServer(request, response);
    if (kind === "unreadable") request.url = runtime.unreadablePath;
    const [path = ""] = (request.url ?? "").split("?");
    const isFast = kind === "unreadable" || (env.fastLane && runtime.isFast(path));
    const answered = isFast ? fastLane.answer(request, response) : handlePage(request, response);
    Promise.resolve(answered).catch((error) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500).end();
    });
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
