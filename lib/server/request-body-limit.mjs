/** Bytes of a request's body at most; every form and document of the portal is far smaller. */
export const maxBodyBytes = 1024 * 1024;

/** Bytes that are read at most of a body that is refused. */
const drainBytes = 32 * 1024 * 1024;

/**
 * Reads and drops the body, then answers: a sender whose connection is closed while it still sends may never read why.
 * @param {import("node:http").IncomingMessage} request
 * @param {() => Promise<void>} answer
 */
function refuse(request, answer) {
  let drained = 0;
  request.on("data", (chunk) => {
    drained += chunk.length;
    if (drained > drainBytes) void answer().then(() => request.destroy());
  });
  request.on("end", () => void answer());
}

/**
 * Refuses a body that is too large, by its declared length or when it has grown too large.
 * @param {import("node:http").IncomingMessage} request
 * @param {() => Promise<void>} answer refuses the request with 413 (RFC 9110 §15.5.14), if it is not answered yet
 * @returns {boolean} false when the request was refused
 */
export function limitBody(request, answer) {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > maxBodyBytes) {
    refuse(request, answer);
    return false;
  }
  if (request.headers["transfer-encoding"] === undefined) return true;
  // A chunked body declares no length. Counting what the parser hands over leaves the stream to its reader.
  const push = request.push.bind(request);
  let received = 0;
  request.push = (chunk, encoding) => {
    received += chunk?.length ?? 0;
    if (received <= maxBodyBytes) return push(chunk, encoding);
    const isOver = received > drainBytes;
    if (chunk !== null && !isOver) return true;
    void answer().then(() => {
      push(null);
      if (isOver) request.destroy();
    });
    return true;
  };
  return true;
}
