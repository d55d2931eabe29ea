import { countHeldBytes } from "./body-budget.mjs";
import { drain, findBodyLimit } from "./request-body-limit.mjs";

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
 * Holds back the body of a request from its reader until it is released. Only its beginning is read, until `readOn` is
 * called. A body that grows too large is no longer held: `limitBody`, which saw the request before, refuses it.
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
  let isReadOn = false;
  /** @type {Promise<Buffer<ArrayBuffer> | null>} null: it broke off */
  const whole = new Promise((resolve) => {
    request.once("error", () => resolve(null));
    request.once("close", () => resolve(null));
    request.push = (chunk) => {
      if (chunk === null) {
        hasEnded = true;
        const whole = Buffer.concat(chunks);
        // Its parts need not stay in memory beside it.
        chunks.splice(0, chunks.length, whole);
        resolve(whole);
        return true;
      }
      size += chunk.length;
      chunks.push(chunk);
      if (size > limit) letGo();
      // The connection is not read any further after false.
      return isReadOn;
    };
  });

  function readOn() {
    isReadOn = true;
    request.read(0);
  }

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

  /** Discards what was held back and what is still coming, so that its sender reads the answer. */
  async function dropAll() {
    drop();
    if (hasEnded) return;
    const draining = drain(request);
    request.read(0);
    const isWhole = await draining;
    request.push = push;
    if (isWhole) request.push(null);
  }

  return { whole, readOn, letGo, drop, dropAll };
}

/**
 * Decides what happens to a POST to a page: a Server Action of a signed-in person, with a body that can be decoded,
 * goes on to Next.js; everything else is answered here. Call it before anything is awaited, while no body has arrived.
 * @param {IncomingMessage} request
 * @param {Pick<Runtime, "judgePagePost" | "isActionBody">} runtime
 * @param {ReturnType<typeof import("./body-budget.mjs").createBodyBudget>} budget what people's bodies may take
 * @returns {Promise<{ kind: "action", giveBack: () => void } | { kind: "refuse", status: 400 | 403 | 405 | 415 | 429 | 503 }
 *   | { kind: "answer", status: number, headers: Record<string, string> }>} `giveBack`: for when the body is in memory no
 *   more
 */
export async function admitPagePost(request, runtime, budget) {
  const headers = toHeaders(request);
  const held = holdBody(request);
  const verdict = await runtime.judgePagePost(headers, request.url ?? "");
  if (verdict.kind !== "action") {
    held.drop();
    return verdict;
  }
  const taken = budget.take(verdict.userId, countHeldBytes(request, findBodyLimit(request.url)));
  if (typeof taken === "number") {
    await held.dropAll();
    return { kind: "refuse", status: taken };
  }
  let isAction = false;
  try {
    held.readOn();
    const body = await held.whole;
    isAction = body !== null && (await runtime.isActionBody(headers.get("content-type"), body));
  } finally {
    if (!isAction) {
      taken();
      held.drop();
    }
  }
  if (!isAction) return { kind: "refuse", status: 400 };
  held.letGo();
  return { kind: "action", giveBack: taken };
}
