import { startLog } from "../log/log.mjs";
import { loadApplication } from "./application.mjs";
import { answerScrapes } from "./monitoring/scrape-workers.mjs";

/**
 * Runs the process that holds the signing keys and signs for the others. It opens no database, and no port.
 * @param {string} socket where it listens, which only this user's processes can open
 * @returns {Promise<() => Promise<void>>} ends it in order
 */
export async function runSigner(socket) {
  const runtime = await loadApplication();
  startLog(runtime.getEnv().log);
  answerScrapes(runtime);
  return await runtime.openSigner(socket);
}
