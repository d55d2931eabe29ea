import { createServer } from "node:http";
import next from "next";
import { isJoining } from "./cluster.mjs";
import { startDemoApps } from "./demo-apps.mjs";
import { createFastLane } from "./fast-lane.mjs";
import { root } from "./prepare.mjs";
import { limitBody } from "./request-body-limit.mjs";
import { answerForServer, classifyTarget } from "./request-target.mjs";
import { createShutdown } from "./shutdown.mjs";

/** @typedef {import("./runtime").Runtime} Runtime */
/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

/** @returns {Runtime} what `instrumentation.ts` published */
function getRuntime() {
  const runtime = /** @type {Record<symbol, Runtime | undefined>} */ (/** @type {unknown} */ (globalThis))[
    Symbol.for("portico.runtime")
  ];
  if (!runtime) throw new Error("The build has no instrumentation.");
  return runtime;
}

/**
 * Instrumentation runs at the first request to Next.js, so one is made before the portal listens.
 * @param {(request: IncomingMessage, response: ServerResponse) => unknown} handler
 */
async function makeFirstRequest(handler) {
  const server = createServer(handler);
  // Exclusive: workers that ask for any port are else given the same one, and with it each other's requests.
  const anyPort = { port: 0, host: "127.0.0.1", exclusive: true };
  await new Promise((resolve) => server.listen(anyPort, () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await fetch(`http://127.0.0.1:${port}/icon.svg`, { redirect: "manual" }).then((response) => response.text());
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Only what a trusted proxy says about the sender is believed. @param {IncomingMessage} request @param {boolean} trustProxy */
function setClientAddress(request, trustProxy) {
  if (trustProxy && request.headers["x-forwarded-for"]) return;
  request.headers["x-forwarded-for"] = request.socket.remoteAddress ?? "";
}

/** @param {import("node:http").Server} server @param {number} port */
function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== "EADDRINUSE") return reject(error);
      const sentence = new Error(`Port ${port} is in use by another program; set PORT to another one.`);
      sentence.name = "PrepareError";
      reject(sentence);
    });
    server.listen(port, () => resolve(undefined));
  });
}

/**
 * Runs the portal until a signal ends it.
 * @param {{ isDev: boolean, isDemo: boolean }} options
 */
export async function runPortal({ isDev, isDemo }) {
  Object.assign(process.env, { NODE_ENV: isDev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
  const app = next({ dev: isDev, dir: root });
  await app.prepare();
  const handlePage = app.getRequestHandler();
  await makeFirstRequest(handlePage);
  const runtime = getRuntime();
  const env = runtime.getEnv();
  const { appliedMigrations } = await runtime.open();
  const demo = isDemo ? await runtime.seedDemo() : null;
  const setupUrl = isJoining ? null : await runtime.createSetupLink();

  // The same functions that the routes of Next.js export; they answer several times as many requests from here.
  const fastLane = createFastLane((request) => runtime.handleFast(request), runtime.isDocument);
  const shutdown = createShutdown();
  const server = createServer((request, response) => {
    if (fastLane.answerFromMemory(request, response)) return;
    shutdown.track(response);
    setClientAddress(request, env.trustProxy);
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
  if (isDev) {
    const handleUpgrade = app.getUpgradeHandler();
    server.on("upgrade", (request, socket, head) => {
      shutdown.trackUpgraded(socket);
      handleUpgrade(request, socket, head);
    });
  }
  try {
    await listen(server, env.port);
  } catch (error) {
    // The database is open by now: its directory must not stay locked.
    await runtime.close();
    throw error;
  }

  for (const name of appliedMigrations) console.log(`Migrated the database: ${name}`);
  if (!isJoining) console.log(`Portico is running at ${env.issuer}`);
  if (setupUrl) console.log(`Make the first administrator (once): ${setupUrl}`);
  const stopDemo = demo ? await startDemoApps(env, demo) : async () => {};

  shutdown.onSignal(server, async () => {
    await stopDemo();
    await runtime.close();
  });
}
