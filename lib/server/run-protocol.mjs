import { createForwarder } from "../engine/forward.mjs";
import { changeLog, startLog } from "../log/log.mjs";
import { loadApplication } from "./application.mjs";
import { writeOutagesBriefly } from "./brief-outages.mjs";
import { announce, openFront } from "./front.mjs";
import { answerScrapes } from "./monitoring/scrape-workers.mjs";
import { REQUEST_ID } from "./request-id.mjs";
import { createShutdown } from "./shutdown.mjs";

/**
 * Runs the protocol without Next.js, whose pages another process has. In Node.js before 24, once Next.js has answered a
 * request, every promise of the process costs up to a microsecond more, because Next.js keeps the context of requests
 * in AsyncLocalStorage.
 * @param {{ pagesSocket: string, isFirst: boolean, processes: number }} options the first one says where the portal is;
 *   `processes`: how many there are of this kind
 * @returns {Promise<() => Promise<void>>} ends it in order
 */
export async function runProtocol({ pagesSocket, isFirst, processes }) {
  const runtime = await loadApplication();
  startLog(runtime.getEnv().log);
  changeLog((write) => writeOutagesBriefly(write, runtime.isOutageError));
  await runtime.open({ role: "protocol" });
  const setupUrl = isFirst ? await runtime.createSetupLink() : null;
  answerScrapes(runtime);
  const shutdown = createShutdown();
  const server = await openFront(
    runtime,
    createForwarder(pagesSocket, ({ headers }) => ({ [REQUEST_ID]: String(headers[REQUEST_ID]) })),
    shutdown,
    { processes },
  );
  if (isFirst) announce(runtime, setupUrl);
  return () => shutdown.stop(server, () => runtime.close());
}
