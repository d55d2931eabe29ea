/** How long the other side has to read the last answer and close the connection, in milliseconds. */
export const LINGER_MS = 5_000;

/**
 * Ends a connection: writes the last words, then waits for the other side to close, which it does once it has read
 * them. If the connection were closed at once, unread bytes from the other side would destroy the answer. Without a
 * limit, a side that never closes would keep the connection open.
 * @param {import("node:stream").Duplex} socket @param {string} lastWords left out if the connection is already ending
 * @see RFC 9112 §9.6
 */
export function hangUp(socket, lastWords) {
  if (socket.destroyed) return;
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once("close", () => clearTimeout(timer));
  if (socket.writable) socket.end(lastWords);
}
