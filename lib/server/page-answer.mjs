import { AsyncLocalStorage } from "node:async_hooks";

/** @typedef {import("./front.mjs").Handler} Handler */

/** @type {AsyncLocalStorage<import("node:http").ServerResponse>} */
const answers = new AsyncLocalStorage();
/** @type {Record<symbol, unknown>} */ (/** @type {unknown} */ (globalThis))[Symbol.for("portico.page-answer")] =
  answers;

/** The answer that is being made, if it is to a page. */
export const findAnswer = () => answers.getStore();

/**
 * Lets a page set the status of its answer, for which Next.js has no way: `answerNotFound` in
 * `lib/http/page-status.ts`.
 * @param {Handler} handlePage
 * @returns {Handler}
 */
export function withPageStatus(handlePage) {
  return (request, response) => answers.run(response, () => handlePage(request, response));
}
