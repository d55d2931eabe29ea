import type { IncomingHttpHeaders } from "node:http";
import { apiPrefix } from "../api/handle-api-request";
import { startTellingOfCrowdedAddresses } from "../auth/crowded-addresses";
import { getPasswordPool } from "../auth/password-pool";
import { getAuthorizationServer } from "../authorization-server";
import { listenForCommands } from "../cli/local-socket";
import { runCommand } from "../cli/run-command";
import { closeAuditLog } from "../db/audit-events";
import { closeDb, openDatabase, peekDatabase } from "../db/client";
import { isDatabaseAway } from "../db/outage";
import { type Env, getEnv } from "../env";
import { handleHealthRequest } from "../http/health";
import { outageProblem, renderOutagePage } from "../http/outage";
import { isActionBody, isActionRequest, judgePagePost, type PostVerdict } from "../http/page-post";
import { type RefusalStatus, renderRefusal } from "../http/refusal";
import { AddressList, findSender, peerHeader, proxyHeaders, toAddress, writePeer } from "../http/sender";
import { wellKnownPrefix } from "../http/well-known";
import { ENDPOINT_PATHS } from "../oauth/endpoint-paths";
import type { WholeAnswer } from "../oauth/json-response";

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
  /** The path of the endpoint, or of the API, that was asked for with slashes too many; null for pages. */
  findEndpointPath: (path: string) => string | null;
  /** Whether Next.js would take a POST for a Server Action, or for a page: `judgePagePost` decides about it. */
  mayBeAction: (path: string, headers: IncomingHttpHeaders) => boolean;
  judgePagePost: (headers: Headers, target: string) => Promise<PostVerdict>;
  isActionBody: (contentType: string | null, bytes: Uint8Array<ArrayBuffer>) => Promise<boolean>;
  /** The answer to a request that no endpoint and no page gets to see, in the format of those at `path`. */
  refuse: (status: RefusalStatus, path: string) => Promise<Refusal>;
  /** Whether a path has a public document, the same for everybody. */
  isDocument: (path: string) => boolean;
  /** Demo accounts and apps, made when they are missing. */
  seedDemo: () => Promise<Demo>;
  /** Next.js could not answer a request because of this error. */
  noteFailure: (error: unknown, headers: Record<string, string | string[] | undefined>) => void;
  /** Whether the database was away when Next.js could not answer the request of this number, or is so now. */
  isOutage: (number: string) => boolean;
  /** The request of this number is answered. */
  forgetRequest: (number: string) => void;
  isOutageError: (error: unknown) => boolean;
  /** The answer to a request that cannot be answered while the database is away. */
  describeOutage: (request: { method: string; url: string; cookie: string }) => Promise<WholeAnswer>;
  /** Writes what waits and closes the database. Requests have been answered before. */
  close: () => Promise<void>;
}

/** A whole answer. */
export interface Refusal {
  status: RefusalStatus;
  headers: Record<string, string>;
  body: string;
}

const fastPaths: ReadonlySet<string> = new Set(Object.values(ENDPOINT_PATHS));
const documentPaths: ReadonlySet<string> = new Set([
  ENDPOINT_PATHS.jwks,
  ENDPOINT_PATHS.openidConfiguration,
  ENDPOINT_PATHS.authorizationServerMetadata,
  ENDPOINT_PATHS.userinfoResourceMetadata,
  ENDPOINT_PATHS.apiResourceMetadata,
]);

const healthPath = "/healthz";

const isFast = (path: string) =>
  fastPaths.has(path) || path === healthPath || path.startsWith("/api/v1/") || path.startsWith(wellKnownPrefix);

/** Where Next.js has files and routes of its own and no pages. */
const hasNoPages = (path: string) => /^\/(?:oauth|api|logos|_next|__nextjs[^/]*)(?:\/|$)|\/submit$/.test(path);

// Where no route is, Next.js takes a POST for an action of the page that says so.
const mayBeAction = (path: string, headers: IncomingHttpHeaders) =>
  !isFast(path) && (isActionRequest(headers["next-action"], headers["content-type"]) || !hasNoPages(path));

function findEndpointPath(path: string): string | null {
  const clean = path.replace(/^\/+/, "/").replace(/\/+$/, "");
  return isFast(clean) ? clean : null;
}

async function refuse(status: RefusalStatus, path: string): Promise<Refusal> {
  const response = renderRefusal(status, path);
  const body = await response.text();
  return { status, headers: Object.fromEntries(response.headers), body };
}

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

/** The path of a whole address. What `URL` says, of an address that was made by it, at a tenth of its cost. */
function pathOf(address: string): string {
  const [path = ""] = address.slice(address.indexOf("/", address.indexOf("//") + 2)).split("?", 1);
  return path;
}

async function handleFast(request: Request): Promise<Response> {
  const pathname = pathOf(request.url);
  if (pathname === healthPath) return handleHealthRequest(request);
  const handler = (await getAuthorizationServer()).findHandler(pathname);
  return handler ? handler(request) : new Response(null, { status: 404 });
}

/** The header by which `outage.mjs` names requests. */
const numberHeader = "x-portico-request";

async function describeOutage(request: { method: string; url: string; cookie: string }): Promise<WholeAnswer> {
  const { method, url, cookie } = request;
  const target = url.startsWith("/") && URL.canParse(url, getEnv().issuer) ? url : "/";
  const asked = new Request(new URL(target, getEnv().issuer), {
    // Not every method can be had here; what counts is whether something was sent.
    method: method === "GET" || method === "HEAD" ? "GET" : "POST",
    headers: { cookie },
  });
  const response = target.startsWith(`${apiPrefix}/`) ? outageProblem() : renderOutagePage(asked);
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

/** The public documents are in memory from the start, for the time when the database is away. */
async function rememberDocuments(): Promise<void> {
  const { findHandler } = await getAuthorizationServer();
  for (const path of documentPaths) await findHandler(path)?.(new Request(new URL(path, getEnv().issuer)));
}

function createRuntime(): Runtime {
  const closers: (() => Promise<void>)[] = [];
  /** numbers of requests that failed because the database was away, and are not answered yet */
  const failed = new Set<string>();
  return {
    getEnv,
    open: async ({ hasJobs }) => {
      const { appliedMigrations } = await openDatabase();
      closers.push(closeDb, closeAuditLog, () => getPasswordPool().close());
      startTellingOfCrowdedAddresses();
      // A failure to decrypt the keys is the operator's to mend, so it is seen now and not by the first client.
      await (await getAuthorizationServer()).context.keys.sign({}, { alg: "ES256", typ: "JWT" });
      await rememberDocuments();
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
    isFast,
    handleFast,
    findEndpointPath,
    mayBeAction,
    judgePagePost,
    isActionBody,
    refuse,
    isDocument: (path) => documentPaths.has(path),
    seedDemo,
    noteFailure: (error, headers) => {
      const number = headers[numberHeader];
      if (typeof number === "string" && isDatabaseAway(error)) failed.add(number);
    },
    isOutage: (number) => failed.has(number) || (peekDatabase()?.isAway() ?? false),
    forgetRequest: (number) => failed.delete(number),
    isOutageError: isDatabaseAway,
    describeOutage,
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
