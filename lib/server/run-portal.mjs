import { startDemoApps } from "./demo-apps.mjs";
import { announce, openFront } from "./front.mjs";
import { startNext } from "./run-pages.mjs";
import { createShutdown } from "./shutdown.mjs";

/**
 * Runs the whole portal in this process until a signal ends it: on the embedded database, which belongs to one process,
 * and for development.
 * @param {{ isDev: boolean, isDemo: boolean }} options
 */
export async function runPortal({ isDev, isDemo }) {
  const { app, handlePage, runtime } = await startNext({ isDev });
  const { appliedMigrations } = await runtime.open({ hasJobs: true });
  const demo = isDemo ? await runtime.seedDemo() : null;
  const setupUrl = await runtime.createSetupLink();
  const shutdown = createShutdown();
  const server = await openFront(runtime, handlePage, shutdown);
  if (isDev) {
    const handleUpgrade = app.getUpgradeHandler();
    server.on("upgrade", (request, socket, head) => {
      shutdown.trackUpgraded(socket);
      handleUpgrade(request, socket, head);
    });
  }
  for (const name of appliedMigrations) console.log(`Migrated the database: ${name}`);
  announce(runtime, setupUrl);
  const stopDemo = demo ? await startDemoApps(runtime.getEnv(), demo) : async () => {};
  shutdown.onSignal(server, async () => {
    await stopDemo();
    await runtime.close();
  });
}
