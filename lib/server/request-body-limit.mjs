/** Bytes of a request's body at most; every form and document of the portal is far smaller. */
export const maxBodyBytes = 1024 * 1024;

/** Bytes that are still read of a body that was refused, so that the sender gets to read the answer. */
const drainBytes = 32 * 1024 * 1024;

/** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
function refuse(request, response) {
  if (!response.headersSent) {
    // RFC 9110 §15.5.14
    response.writeHead(413, { "content-type": "text/plain; charset=utf-8", connection: "close" });
    response.end("The request is too large.\n");
  } else {
    response.destroy();
  }
  let drained = 0;
  request.on("data", (chunk) => {
    drained += chunk.length;
    if (drained > drainBytes) request.destroy();
  });
  request.resume();
}

/**
 * Refuses a body that is too large: at once by its declared length, else when it has grown too large.
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @returns {boolean} false when the request was refused and is answered
 */
export function limitBody(request, response) {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > maxBodyBytes) {
    refuse(request, response);
    return false;
  }
  if (request.headers["transfer-encoding"] === undefined) return true;
  // A chunked body declares no length. Counting what the parser hands over leaves the stream to its reader.
  const push = request.push.bind(request);
  let received = 0;
  request.push = (chunk, encoding) => {
    received += chunk?.length ?? 0;
    if (received <= maxBodyBytes) return push(chunk, encoding);
    request.push = () => true;
    if (!response.headersSent) {
      response.writeHead(413, { "content-type": "text/plain; charset=utf-8", connection: "close" });
      response.end("The request is too large.\n", () => request.destroy());
    }
    push(null);
    return true;
  };
  return true;
}
