/**
 * Node.js accepts connections in the primary and hands each one to a worker, which confirms it. A worker that is killed
 * in between never confirms, and Node.js would keep the connection open for ever with nobody to answer it. This closes
 * such connections, so that clients learn at once that they have to try again.
 *
 * It reads the messages of Node's own cluster module (`lib/internal/cluster/utils.js`); if their form ever changes,
 * this finds nothing in them and closes nothing.
 * @param {import("node:cluster").Worker} worker
 */
export function closeHandedOver(worker) {
  const { process: child } = worker;
  /**
   * Connections on their way to the worker, by the number of the message. @type {Map<unknown, { close: () => void }>}
   */
  const underWay = new Map();

  /** @typedef {{ cmd?: unknown, act?: unknown, seq?: unknown, ack?: unknown }} ClusterMessage */

  /** @param {unknown} message @returns {ClusterMessage} */
  const ofCluster = (message) => {
    const found = /** @type {ClusterMessage | null | undefined} */ (message);
    return found?.cmd === "NODE_CLUSTER" ? found : {};
  };

  const send = /** @type {(...values: unknown[]) => boolean} */ (/** @type {unknown} */ (child.send)).bind(child);
  Object.assign(child, {
    send: (/** @type {unknown} */ message, /** @type {unknown} */ handle, /** @type {unknown[]} */ ...rest) => {
      const { act, seq } = ofCluster(message);
      if (act === "newconn" && handle) underWay.set(seq, /** @type {{ close: () => void }} */ (handle));
      return send(message, handle, ...rest);
    },
  });
  child.on("internalMessage", (message) => underWay.delete(ofCluster(message).ack));
  child.once("exit", () => {
    for (const connection of underWay.values()) connection.close();
    underWay.clear();
  });
}
