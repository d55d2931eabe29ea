/** Milliseconds that requests in flight get to finish. */
const graceMs = 10_000;

/**
 * Ends the process in order when it is asked to: no new connections, requests in flight answered, then `close`.
 * A second signal ends it at once.
 */
export function createShutdown() {
  /** @type {Set<import("node:http").ServerResponse>} */
  const inFlight = new Set();
  let isStopping = false;

  /** @param {import("node:http").ServerResponse} response */
  function track(response) {
    inFlight.add(response);
    if (isStopping) response.shouldKeepAlive = false;
    response.once("close", () => inFlight.delete(response));
  }

  /** @param {import("node:http").Server} server */
  async function stopServer(server) {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const response of inFlight) response.shouldKeepAlive = false;
    // A connection that was busy when the server closed stays open after its answer.
    const sweep = setInterval(() => server.closeIdleConnections(), 100);
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearInterval(sweep);
    clearTimeout(timer);
  }

  /** @param {import("node:http").Server} server @param {() => Promise<void>} close */
  function onSignal(server, close) {
    const stop = async () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      try {
        await stopServer(server);
        await close();
        process.exit(0);
      } catch (error) {
        console.error(error);
        process.exit(1);
      }
    };
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
  }

  return { track, onSignal };
}
