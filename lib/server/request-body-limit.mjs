/** The most bytes of a request's body. Every form and document of the portal is far smaller, but for one. */
export const MAX_BODY_BYTES = 1024 * 1024;

/**
 * The most bytes of a small body: every form without a file, and every document that an endpoint reads. Only a Server
 * Action, which a signed-in person sends, and what a company's directory sends may be larger.
 */
export const SMALL_BODY_BYTES = 64 * 1024;

/** The page whose form holds a picture, as a camera takes it. */
const PICTURE_PAGE = "/account/picture";
/** The most bytes of that form: a picture of 5 MiB, and what is around it. */
export const MAX_PICTURE_FORM_BYTES = 5 * 1024 * 1024 + 64 * 1024;

/** @param {string | undefined} target path and query @returns {number} the most bytes of a body that is sent there */
export function findBodyLimit(target) {
  return target?.split("?")[0] === PICTURE_PAGE ? MAX_PICTURE_FORM_BYTES : MAX_BODY_BYTES;
}

/** Where companies' directories send whole groups. */
const SCIM_PREFIX = "/scim/v2/";

/**
 * The most bytes of a body that is read whole by whoever answers.
 * @param {string} path
 */
export function findSmallLimit(path) {
  return path.startsWith(SCIM_PREFIX) ? MAX_BODY_BYTES : SMALL_BODY_BYTES;
}

/** How many bytes, and for how many milliseconds, a refused body is still read. */
export const drainLimits = { bytes: 8 * 1024 * 1024, ms: 5_000 };

/**
 * Reads and drops the rest of a body, so that its sender reads the answer: if the connection closes while the sender is
 * still sending, it may never read it.
 * @param {import("node:http").IncomingMessage} request
 * @returns {Promise<boolean>} whether the body ended; false: it goes on beyond the limits, or broke off
 */
export function drain(request) {
  return new Promise((resolve) => {
    let drained = 0;
    const end = (/** @type {boolean} */ hasEnded) => {
      clearTimeout(timer);
      resolve(hasEnded);
    };
    const timer = setTimeout(end, drainLimits.ms, false);
    request.once("close", () => end(false));
    request.push = (chunk) => {
      drained += chunk?.length ?? 0;
      if (chunk === null) end(true);
      else if (drained > drainLimits.bytes) end(false);
      return true;
    };
  });
}

/**
 * Refuses a body that is too large, by its declared length or once it has grown too large.
 * @param {import("node:http").IncomingMessage} request
 * @param {() => Promise<void>} answer refuses the request with 413 (RFC 9110 §15.5.14), if it is not answered yet, as
 *   the last one of its connection
 * @param {number} [limit] the most bytes; a second, lower limit may follow a first
 * @returns {boolean} false when the request was refused
 */
export function limitBody(request, answer, limit = findBodyLimit(request.url)) {
  const push = request.push.bind(request);
  const refuse = async () => {
    const hasEnded = await drain(request);
    await answer();
    if (hasEnded) push(null);
    else request.destroy();
  };
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > limit) {
    void refuse();
    return false;
  }
  if (request.headers["transfer-encoding"] === undefined) return true;
  // A chunked body declares no length. Counting the bytes that the parser delivers leaves the stream to its reader.
  let received = 0;
  request.push = (chunk, encoding) => {
    received += chunk?.length ?? 0;
    if (received <= limit) return push(chunk, encoding);
    void refuse();
    return true;
  };
  return true;
}
