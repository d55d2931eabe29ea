import { log } from "../log/log.mjs";
import { startDemoApps } from "./demo-apps.mjs";
import { announce, openFront } from "./front.mjs";
import { startNext } from "./run-pages.mjs";
import { createShutdown } from "./shutdown.mjs";

/** Answers scrapes where PORTICO_METRICS_PORT is set. @param {import("./runtime").Runtime} runtime closed when the port cannot be opened */
async function openOwnMetrics(runtime) {
  const { metrics } = runtime.getEnv();
  if (metrics === null) return;
  const { openMetricsServer } = await import("./monitoring/metrics-server.mjs");
  try {
    await openMetricsServer(metrics, async () => [await runtime.scrape()]);
  } catch (error) {
    await runtime.close();
    throw error;
  }
}

/**
 * Runs the whole portal in this process until a signal ends it: on the embedded database, which belongs to one process,
 * and for development.
 * @param {{ isDev: boolean, isDemo: boolean }} options
 */
export async function runPortal({ isDev, isDemo }) {
  const { app, handlePage, runtime } = await startNext({ isDev });
  const { appliedMigrations } = await runtime.open({ role: "portal" });
  const demo = isDemo ? await runtime.seedDemo() : null;
  const setupUrl = await runtime.createSetupLink();
  const shutdown = createShutdown();
  await openOwnMetrics(runtime);
  const server = await openFront(runtime, handlePage, shutdown);
  if (isDev) {
    const handleUpgrade = app.getUpgradeHandler();
    server.on("upgrade", (request, socket, head) => {
      shutdown.trackUpgraded(socket);
      handleUpgrade(request, socket, head);
    });
  }
  for (const name of appliedMigrations) log.info(`Migrated the database: ${name}`);
  announce(runtime, setupUrl);
  const stopDemo = demo ? await startDemoApps(runtime.getEnv(), demo) : async () => {};
  shutdown.onSignal(server, async () => {
    await stopDemo();
    await runtime.close();
  });
}
