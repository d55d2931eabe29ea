/** @typedef {{ variable: "PORT" | "PORTICO_HEALTH_PORT" | "PORTICO_METRICS_PORT", port: number, host: string | null }} Place */

/**
 * Why the server cannot listen, for the operator; undefined for an error that says nothing about settings.
 * @param {string | undefined} code @param {Place} place
 */
function describeListenError(code, { variable, port, host }) {
  if (code === "EADDRINUSE") return `Port ${port} is in use by another program; set ${variable} to another one.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    const setting = variable === "PORTICO_METRICS_PORT" ? "PORTICO_METRICS_HOST" : "PORTICO_HOST";
    return `${setting}=${host} is not an address of this machine; set it to one that is, or leave it out.`;
  }
  return undefined;
}

/**
 * Makes a server listen; resolves once it does.
 * @param {import("node:http").Server} server @param {Place} place
 * @returns {Promise<void>} rejects with a sentence for the operator if the port cannot be had
 */
export function listen(server, place) {
  return new Promise((resolve, reject) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      const message = describeListenError(error.code, place);
      reject(message === undefined ? error : Object.assign(new Error(message), { name: "PrepareError" }));
    });
    server.listen({ port: place.port, host: place.host ?? undefined }, () => resolve());
  });
}
