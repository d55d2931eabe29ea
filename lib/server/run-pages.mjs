import { createServer } from "node:http";
import next from "next";
import { changeLog, log, nameRequests, startLog } from "../log/log.mjs";
import { getRuntime } from "./application.mjs";
import { writeOutagesBriefly } from "./brief-outages.mjs";
import { answerScrapes } from "./monitoring/scrape-workers.mjs";
import { withRequestSpans } from "./monitoring/trace-requests.mjs";
import { answerFailure, replaceFailures } from "./outage.mjs";
import { findAnswer, withPageStatus } from "./page-answer.mjs";
import { withPageBody } from "./page-body.mjs";
import { distDir, root } from "./prepare.mjs";
import { REQUEST_ID, withRequestId } from "./request-id.mjs";
import { createShutdown } from "./shutdown.mjs";

/** @typedef {import("./front.mjs").Handler} Handler */

/**
 * Instrumentation runs at the first request to Next.js, so this sends one before the portal listens.
 * @param {Handler} handler
 */
async function makeFirstRequest(handler) {
  const server = createServer(handler);
  // Exclusive: otherwise workers that ask for any port share one, and get each other's requests.
  const anyPort = { port: 0, host: "127.0.0.1", exclusive: true };
  await new Promise((resolve) => server.listen(anyPort, () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await fetch(`http://127.0.0.1:${port}/icon.svg`, { redirect: "manual" }).then((response) => response.text());
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/**
 * Starts Next.js, which brings the application.
 * @param {{ isDev: boolean }} options
 */
export async function startNext({ isDev }) {
  // When a Server Action redirects, Next.js first fetches that page from itself, with the person's cookies, at the
  // address given here, or else at port 3000, where any other program may listen. fetch never connects to port 1, so
  // the browser loads the page itself, as it does without JavaScript.
  const app = next({ dev: isDev, dir: root, ...(!isDev && { hostname: "localhost", port: 1 }) });
  await app.prepare();
  const handlePage = app.getRequestHandler();
  await makeFirstRequest(handlePage);
  const runtime = getRuntime();
  startLog(runtime.getEnv().log);
  nameRequests(() => findAnswer()?.getHeader(REQUEST_ID)?.toString());
  if (!isDev) changeLog((write) => writeOutagesBriefly(write, runtime.isOutageError));
  const { isWithoutReact } = runtime;
  const handleWhole = isDev ? handlePage : withPageBody(handlePage, { folder: distDir(), isWithoutReact });
  return { app, handlePage: withRequestId(replaceFailures(withPageStatus(handleWhole), runtime)), runtime };
}

/**
 * Runs Next.js alone, behind the workers that are reached from outside.
 * @param {string} socket where it listens, which nobody else on this machine may open: its requests are believed
 * @returns {Promise<() => Promise<void>>} ends it in order
 */
export async function runPages(socket) {
  const { handlePage, runtime } = await startNext({ isDev: false });
  const { appliedMigrations } = await runtime.open({ role: "pages" });
  for (const name of appliedMigrations) log.info(`Migrated the database: ${name}`);
  answerScrapes(runtime);
  const shutdown = createShutdown();
  // The workers in front decide how large a head may be, and add to it.
  const handle = withRequestSpans(runtime, (request, response) => {
    shutdown.track(response);
    Promise.resolve(handlePage(request, response)).catch((error) => answerFailure(runtime, error, request, response));
  });
  const server = createServer({ maxHeaderSize: 32 * 1024 }, handle);
  // The workers in front keep their connections, and close them first.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 60_000;
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(socket, () => resolve(undefined));
  });
  return () => shutdown.stop(server, () => runtime.close());
}
