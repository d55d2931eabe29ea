import { log } from "../log/log.mjs";

/** How long requests under way may take to finish, in milliseconds. */
const GRACE_MS = 10_000;

/**
 * Ends the process in order on a signal: no new connections, requests under way answered, then `close`. A second signal
 * ends it at once.
 */
export function createShutdown() {
  /**
   * The newest response of each connection. Kept by connection, because connections stay: a set of responses that come
   * and go would leave dead hash tables behind, each pointing to the next, which keep old responses in memory.
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
   * Tracks a socket that was upgraded, or asked to be, to another protocol, such as the WebSocket of a page under
   * development: the HTTP server forgets it, but does not close before it. @param {import("node:stream").Duplex} socket
   */
  function trackUpgraded(socket) {
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
    if (isStopping) socket.destroy();
  }

  /** Closes the server once its requests under way are answered. @param {import("node:http").Server} server */
  async function stopServer(server) {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of upgraded) socket.destroy();
    for (const response of newest.values()) response.shouldKeepAlive = false;
    // A connection that was busy when the server closed would stay open after its answer.
    const sweep = setInterval(() => server.closeIdleConnections(), 100);
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    await closed;
    clearInterval(sweep);
    clearTimeout(timer);
  }

  /**
   * Stops the server, and then closes what it used.
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
          log.error("The portal could not end in order", { error });
          process.exit(1);
        },
      );
    };
    process.on("SIGTERM", end);
    process.on("SIGINT", end);
  }

  return { track, trackUpgraded, stopServer, stop, onSignal };
}
