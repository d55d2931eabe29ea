import { maxBodyBytes } from "./request-body-limit.mjs";

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
 * Holds the body of a request back from whoever reads it, until it goes on.
 * @param {IncomingMessage} request
 */
function holdBody(request) {
  const push = request.push.bind(request);
  /** @type {Buffer[]} */
  let chunks = [];
  let size = 0;
  let hasEnded = false;
  /** @type {Promise<Buffer | null>} null: it was too large, or broke off */
  const whole = new Promise((resolve) => {
    request.once("error", () => resolve(null));
    request.once("close", () => resolve(null));
    request.push = (chunk) => {
      if (chunk === null) {
        hasEnded = true;
        resolve(size <= maxBodyBytes ? Buffer.concat(chunks) : null);
        return true;
      }
      size += chunk.length;
      if (size <= maxBodyBytes) chunks.push(chunk);
      else chunks = [];
      return true;
    };
  });

  /** @param {Buffer | null} bytes what the reader gets of what was held back */
  function goOn(bytes) {
    request.push = push;
    if (bytes !== null && bytes.length > 0) push(bytes);
    if (hasEnded) push(null);
  }

  return { whole, goOn };
}

/**
 * Decides what becomes of a POST to a page: a Server Action of somebody who is signed in goes on to Next.js, with a body
 * that can be decoded; all else is answered here. Call it before anything is awaited: until then no body has come.
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
  held.goOn(isUsable ? body : null);
  return verdict.kind === "action" && !isUsable ? { kind: "refuse", status: 400 } : verdict;
}
