/** Milliseconds that requests in flight get to finish. */
const graceMs = 10_000;

/**
 * Ends the process in order when it is asked to: no new connections, requests in flight answered, then `close`.
 * A second signal ends it at once.
 */
export function createShutdown() {
  /**
   * The newest response of each connection. By connection, as these stay: a set of responses that come and go would
   * leave dead tables behind, each of which points to the next, and so keep what was answered long ago in memory.
   * @type {Map<import("node:stream").Duplex, import("node:http").ServerResponse>}
   */
  const newest = new Map();
  /** @type {Set<import("node:stream").Duplex>} */
  const upgraded = new Set();
  let isStopping = false;

  /** @param {import("node:http").ServerResponse} response */
  function track(response) {
    if (isStopping) response.shouldKeepAlive = false;
    const { socket } = response;
    if (socket === null) return;
    if (!newest.has(socket)) socket.once("close", () => newest.delete(socket));
    newest.set(socket, response);
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
    for (const response of newest.values()) response.shouldKeepAlive = false;
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
