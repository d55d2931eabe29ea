/** Milliseconds that requests in flight get to finish. */
const graceMs = 10_000;

/**
 * Ends the process in order when it is asked to: no new connections, requests in flight answered, then `close`.
 * A second signal ends it at once.
 */
export function createShutdown() {
  /** @type {Set<import("node:http").ServerResponse>} */
  const inFlight = new Set();
  /** @type {Set<import("node:stream").Duplex>} */
  const upgraded = new Set();
  let isStopping = false;

  /** @param {import("node:http").ServerResponse} response */
  function track(response) {
    inFlight.add(response);
    if (isStopping) response.shouldKeepAlive = false;
    response.once("close", () => inFlight.delete(response));
  }

  /**
   * A socket that speaks another protocol now, such as the WebSocket of a page under development: the HTTP server
   * forgets it, but does not end before it. @param {import("node:stream").Duplex} socket
   */
  function trackUpgraded(socket) {
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
    if (isStopping) socket.destroy();
  }

  /** Closes the server once its requests in flight are answered. @param {import("node:http").Server} server */
  async function stopServer(server) {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of upgraded) socket.destroy();
    for (const response of inFlight) response.shouldKeepAlive = false;
    // A connection that was busy when the server closed stays open after its answer.
    const sweep = setInterval(() => server.closeIdleConnections(), 100);
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearInterval(sweep);
    clearTimeout(timer);
  }

  /**
   * Ends all of it: the server, then what it used.
   * @param {import("node:http").Server} server @param {() => Promise<void>} close
   */
  async function stop(server, close) {
    isStopping = true;
    await stopServer(server);
    await close();
  }

  /** @param {import("node:http").Server} server @param {() => Promise<void>} close */
  function onSignal(server, close) {
    const end = () => {
      if (isStopping) process.exit(1);
      stop(server, close).then(
        () => process.exit(0),
        (error) => {
          console.error(error);
          process.exit(1);
        },
      );
    };
    process.on("SIGTERM", end);
    process.on("SIGINT", end);
  }

  return { track, trackUpgraded, stopServer, stop, onSignal };
}
