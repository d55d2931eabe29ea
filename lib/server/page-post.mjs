import { findBodyLimit } from "./request-body-limit.mjs";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("./runtime").Runtime} Runtime */

/** @param {IncomingMessage} request @returns {Headers} */
function toHeaders({ rawHeaders }) {
  const headers = new Headers();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? "", rawHeaders[index + 1] ?? "");
  }
  return headers;
}

/**
 * Holds back the body of a request from its reader until it is released. A body that grows too large is no longer held:
 * `limitBody`, which saw the request before, refuses it.
 * @param {IncomingMessage} request
 */
function holdBody(request) {
  const push = request.push.bind(request);
  const limit = findBodyLimit(request.url);
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  let hasEnded = false;
  let isHeld = true;
  /** @type {Promise<Buffer | null>} null: it broke off */
  const whole = new Promise((resolve) => {
    request.once("error", () => resolve(null));
    request.once("close", () => resolve(null));
    request.push = (chunk) => {
      if (chunk === null) {
        hasEnded = true;
        resolve(Buffer.concat(chunks));
        return true;
      }
      size += chunk.length;
      chunks.push(chunk);
      if (size > limit) letGo();
      return true;
    };
  });

  function letGo() {
    if (!isHeld) return;
    isHeld = false;
    request.push = push;
    // Pushing may change who reads the next chunk.
    for (const chunk of chunks.splice(0)) request.push(chunk);
    if (hasEnded) request.push(null);
  }

  /** Discards what was held back, which nobody will read. */
  function drop() {
    chunks.length = 0;
    letGo();
  }

  return { whole, letGo, drop };
}

/**
 * Decides what happens to a POST to a page: a Server Action of a signed-in person, with a body that can be decoded,
 * goes on to Next.js; everything else is answered here. Call it before anything is awaited, while no body has arrived.
 * @param {IncomingMessage} request
 * @param {Pick<Runtime, "judgePagePost" | "isActionBody">} runtime
 * @returns {Promise<{ kind: "action" } | { kind: "refuse", status: 400 | 403 | 405 | 415 }
 *   | { kind: "answer", status: number, headers: Record<string, string> }>}
 */
export async function admitPagePost(request, runtime) {
  const headers = toHeaders(request);
  const held = holdBody(request);
  const verdict = await runtime.judgePagePost(headers, request.url ?? "");
  const body = verdict.kind === "action" ? await held.whole : null;
  const isUsable = body !== null && (await runtime.isActionBody(headers.get("content-type"), new Uint8Array(body)));
  if (isUsable) held.letGo();
  else held.drop();
  return verdict.kind === "action" && !isUsable ? { kind: "refuse", status: 400 } : verdict;
}
