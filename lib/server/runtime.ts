import { startTellingOfCrowdedAddresses } from "../auth/crowded-addresses";
import { getPasswordPool } from "../auth/password-pool";
import { getAuthorizationServer } from "../authorization-server";
import { listenForCommands } from "../cli/local-socket";
import { runCommand } from "../cli/run-command";
import { flushEvents } from "../db/audit-events";
import { closeDb, openDatabase } from "../db/client";
import { type Env, getEnv } from "../env";
import { handleHealthRequest } from "../http/health";
import { AddressList, findSender, peerHeader, proxyHeaders, toAddress, writePeer } from "../http/sender";
import { renderUnreadableAddressPage } from "../http/unreadable-address-page";
import { ENDPOINT_PATHS } from "../oauth/endpoint-paths";

import { createJobHandlers, jobLanes } from "./job-handlers";
import { startJobWorker } from "./job-worker";
import { startJobs } from "./jobs";
import { type Demo, seedDemo } from "./seed-demo";
import { createSetupLink } from "./setup-link";

/**
 * What the server that `npm start` runs takes from the application. Next.js compiles the application, so the server
 * cannot import it: `instrumentation.ts` publishes it.
 */
export interface Runtime {
  /** @throws {EnvError} with a sentence per bad variable */
  getEnv: () => Env;
  /**
   * Opens and migrates the database, and starts the jobs where this process has them.
   * @throws with a sentence for the operator
   */
  open: (options: { hasJobs: boolean }) => Promise<{ appliedMigrations: string[] }>;
  /** The one-time link for the first administrator; null when there is one. */
  createSetupLink: () => Promise<string | null>;
  /**
   * The headers that the server in front writes into a request: who sent it, and, for whom that concerns, who connected.
   */
  describeSender: (request: SentRequest) => Record<string, string>;
  /** Whether a path is answered by `handleFast`, without the router of Next.js. */
  isFast: (path: string) => boolean;
  handleFast: (request: Request) => Promise<Response>;
  /** Ask `handleFast` for this path instead of an address that cannot be read. */
  unreadablePath: string;
  /** Whether a path has a public document, the same for everybody. */
  isDocument: (path: string) => boolean;
  /** Demo accounts and apps, made when they are missing. */
  seedDemo: () => Promise<Demo>;
  /** Writes what waits and closes the database. Requests have been answered before. */
  close: () => Promise<void>;
}

const fastPaths: ReadonlySet<string> = new Set(Object.values(ENDPOINT_PATHS));
const documentPaths: ReadonlySet<string> = new Set([
  ENDPOINT_PATHS.jwks,
  ENDPOINT_PATHS.openidConfiguration,
  ENDPOINT_PATHS.authorizationServerMetadata,
]);

const healthPath = "/healthz";

/** The path of an address without its origin. */
function pathAlone(target: string): string {
  const end = target.indexOf("?");
  return end < 0 ? target : target.slice(0, end);
}

/** What of a request says who sent it. */
export interface SentRequest {
  url?: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  socket: { remoteAddress?: string | undefined };
}

let proxies: AddressList | undefined;

function describeSender({ url = "", headers, socket }: SentRequest): Record<string, string> {
  proxies ??= new AddressList(getEnv().trustProxy);
  const peer = socket.remoteAddress ?? "";
  const claimed = headers["x-forwarded-for"];
  const sender = findSender(peer, Array.isArray(claimed) ? claimed.join() : claimed, proxies);
  // Nothing of the protocol asks who connected.
  if (fastPaths.has(pathAlone(url))) return { "x-forwarded-for": sender };
  const address = toAddress(peer) ?? "";
  const seen = proxyHeaders.filter((name) => headers[name] !== undefined);
  const described = writePeer({ address, isTrusted: proxies.has(address), proxyHeaders: seen });
  return { "x-forwarded-for": sender, [peerHeader]: described };
}

/** Stands for every address that cannot be read. Nobody is answered at it: `isFast` does not know it. */
const unreadablePath = "/.unreadable-address";

/** The path of a whole address. What `URL` says, of an address that was made by it, at a tenth of its cost. */
function pathOf(address: string): string {
  const [path = ""] = address.slice(address.indexOf("/", address.indexOf("//") + 2)).split("?", 1);
  return path;
}

async function handleFast(request: Request): Promise<Response> {
  const pathname = pathOf(request.url);
  if (pathname === healthPath) return handleHealthRequest(request);
  if (pathname === unreadablePath) return renderUnreadableAddressPage(request);
  const handler = (await getAuthorizationServer()).findHandler(pathname);
  return handler ? handler(request) : new Response(null, { status: 404 });
}

function createRuntime(): Runtime {
  const closers: (() => Promise<void>)[] = [];
  return {
    getEnv,
    open: async ({ hasJobs }) => {
      const { appliedMigrations } = await openDatabase();
      closers.push(closeDb, flushEvents, () => getPasswordPool().close());
      startTellingOfCrowdedAddresses();
      // A failure to decrypt the keys is the operator's to mend, so it is seen now and not by the first client.
      await (await getAuthorizationServer()).context.keys.sign({}, { alg: "ES256", typ: "JWT" });
      const { databaseUrl, dataDir } = getEnv();
      // The embedded database belongs to this process: the command line asks it.
      if (databaseUrl === null) closers.push(await listenForCommands(dataDir, runCommand));
      if (hasJobs) {
        closers.push(startJobs());
        const { context } = await getAuthorizationServer();
        closers.push(startJobWorker(jobLanes, createJobHandlers(context)));
      }
      return { appliedMigrations };
    },
    createSetupLink,
    describeSender,
    isFast: (path) => fastPaths.has(path) || path === healthPath || path.startsWith("/api/v1/"),
    handleFast,
    unreadablePath,
    isDocument: (path) => documentPaths.has(path),
    seedDemo,
    close: async () => {
      // In the reverse order of opening; the database last.
      for (const close of closers.splice(0).reverse()) await close();
    },
  };
}

/** Puts the application where the server finds it, once per process. */
export function publishRuntime(): void {
  const holder = globalThis as { [key: symbol]: unknown };
  holder[Symbol.for("portico.runtime")] ??= createRuntime();
}
