import { answerPrimary, askWorkers } from "../../engine/ask-workers.mjs";
import { log } from "../../log/log.mjs";

/** @typedef {import("../../metrics/metrics").ScrapedMetrics} ScrapedMetrics */

const QUESTION = "portico metrics";

/**
 * In the primary: what each worker has counted. One that does not answer in time is left out; `portico_processes` says how
 * many did.
 * @param {import("node:cluster").Worker[]} workers
 */
export async function scrapeWorkers(workers) {
  return /** @type {ScrapedMetrics[]} */ (await askWorkers(workers, QUESTION));
}

/** In a worker: answers the primary. @param {import("../runtime").Runtime} runtime */
export function answerScrapes(runtime) {
  answerPrimary(QUESTION, runtime.scrape, (error) => log.error("The metrics could not be read", { error }));
}
