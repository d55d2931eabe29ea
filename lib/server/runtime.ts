import type { IncomingHttpHeaders } from "node:http";
import { startTellingOfCrowdedAddresses } from "../auth/crowded-addresses";
import { isActionBody, isActionRequest, judgePagePost, type PostVerdict } from "../auth/page-post";
import { getPasswordPool } from "../auth/password-pool";
import { getAuthorizationServer } from "../authorization-server";
import { closeAuditLog } from "../db/audit/events";
import { flushRequests } from "../db/clients/client-requests";
import { flushUsage } from "../db/clients/client-usage";
import { beginOwnSecret, closeDb, openDatabase, peekDatabase } from "../db/driver/database";
import { isDatabaseAway } from "../db/driver/outage";
import { flushUses } from "../db/protocol/access-uses";
import { type Env, getEnv, listUnknownVariables } from "../env";
import { answerHealth, handleHealthRequest, isHealthPath } from "../http/health";
import { subscriber, toNetwork } from "../http/network";
import { outageProblem, renderOutagePage, scimOutage } from "../http/outage";
import { type RefusalStatus, renderRefusal } from "../http/refusal";
import { chooseRequestId, REQUEST_ID_HEADER } from "../http/request-id";
import { refuseScim, SCIM_PATH } from "../http/scim-error";
import { isWithoutReact } from "../http/security-headers";
import { AddressList, findSender, PEER_HEADER, PROXY_HEADERS, toAddress, writePeer } from "../http/sender";
import { WELL_KNOWN_PREFIX } from "../http/well-known";
import {
  countRequest,
  hasMetrics,
  type ProcessRole,
  type RequestOutcome,
  type ScrapedMetrics,
  startMetrics,
} from "../metrics/metrics";
import { endpointPaths, listEndpoints } from "../oauth/feature";
import { FEATURES } from "../oauth/features";
import { OWN_API_PATH } from "../oauth/tokens/own-resources";
import type { WholeAnswer } from "../oauth/wire/json-response";
import { getPortalSettings } from "../settings/portal-settings";
import { beginRequestSpan, hasTracing, type RequestSpan, startTracing, stopTracing } from "../tracing/tracing";
import { nameEndpoint } from "./monitoring/endpoint-names";
import { scrape } from "./monitoring/scrape";
import type { Demo } from "./seed-demo";
import { createSetupLink } from "./setup-link";

/**
 * What the server that `npm start` runs takes from the application. Next.js compiles the application, so the server
 * cannot import it: `instrumentation.ts` publishes it.
 */
export interface Runtime {
  /** @throws {EnvError} with a sentence per bad variable */
  getEnv: () => Env;
  /** A sentence for each variable that begins with `PORTICO_` and that nobody reads. */
  listUnknownVariables: () => string[];
  /**
   * Opens and migrates the database, and starts the jobs unless this process is for the protocol.
   * @throws with a sentence for the operator
   */
  open: (options: { role: ProcessRole }) => Promise<{ appliedMigrations: string[] }>;
  /** The one-time link for the first administrator; null when there is one. */
  createSetupLink: () => Promise<string | null>;
  /** Whether requests are counted for Prometheus. */
  isCounting: () => boolean;
  /** Notes that a request from outside ended. `seconds`: since its head arrived */
  countRequest: (url: string, outcome: RequestOutcome, seconds: number) => void;
  /** What metrics and the access log call the thing at a path. */
  nameEndpoint: (path: string) => string;
  /** Whether spans are made of requests. */
  /** Makes this process the one that signs for the others. Answers what ends it. @param socket where it listens */
  openSigner: (socket: string) => Promise<() => Promise<void>>;
  isTracing: () => boolean;
  /** Begins the span of a request from outside; null where no spans are made. */
  beginRequestSpan: (request: SentRequest & { method?: string | undefined }) => RequestSpan | null;
  /** What this process has counted; nothing before it is open. */
  scrape: () => Promise<ScrapedMetrics>;
  /**
   * The headers that the server in front writes into a request: who sent it, its id and, where a page may ask, who connected.
   */
  describeSender: (request: SentRequest) => Record<string, string>;
  /** The id of a request that its sender gave it, if it is fit to be one, or a new one. */
  chooseRequestId: (given: string | undefined) => string;
  /** The network of a sender, within which somebody can change addresses freely. */
  nameSender: (address: string) => string;
  /** Whether a path is answered by `handleFast`, without the router of Next.js. */
  isFast: (path: string) => boolean;
  handleFast: (request: Request) => Promise<Response>;
  /** The answer to a path of the port for health; null when the path asks for something else. */
  answerHealth: (path: string) => Promise<WholeAnswer | null>;
  /** The path of the endpoint or API that was asked for with extra slashes; null for pages. */
  findEndpointPath: (path: string) => string | null;
  /** Whether the pages at a path are whole without scripts, and come without React. */
  isWithoutReact: (path: string) => boolean;
  /** Whether Next.js would take a POST for a Server Action or for a page, so that `judgePagePost` must decide. */
  mayBeAction: (path: string, headers: IncomingHttpHeaders) => boolean;
  judgePagePost: (headers: Headers, target: string) => Promise<PostVerdict>;
  isActionBody: (contentType: string | null, bytes: Uint8Array<ArrayBuffer>) => Promise<boolean>;
  /**
   * The answer to a request that no endpoint or page sees, or that is for a page of another build, in the format of
   * `path`. `headers`: null when they were not read.
   */
  refuse: (status: RefusalStatus, path: string, headers: IncomingHttpHeaders | null) => Promise<Refusal>;
  /** Whether a path has a public document, the same for everybody. */
  isDocument: (path: string) => boolean;
  /** Creates the demo accounts and apps that are missing. */
  seedDemo: () => Promise<Demo>;
  /** Notes that Next.js could not answer a request because of this error. */
  noteFailure: (error: unknown, headers: Record<string, string | string[] | undefined>) => void;
  /** Whether the database was away when Next.js failed to answer the request of this number, or is away now. */
  isOutage: (number: string) => boolean;
  /** Notes that the request of this number was answered. */
  forgetRequest: (number: string) => void;
  isOutageError: (error: unknown) => boolean;
  /** The answer to a request that cannot be answered while the database is away. */
  describeOutage: (request: StoppedRequest) => Promise<WholeAnswer>;
  /** Writes what waits and closes the database. All requests must have been answered. */
  close: () => Promise<void>;
}

/** The parts of a request that decide the answer while the database is away. */
export interface StoppedRequest {
  method: string;
  url: string;
  headers: { cookie: string; "accept-language": string };
}

/** A whole answer. */
export interface Refusal {
  status: RefusalStatus;
  headers: Record<string, string>;
  body: string;
}

const endpoints = listEndpoints(FEATURES);
const fastPaths: ReadonlySet<string> = new Set(endpoints.map(({ path }) => path));
const documents = endpoints.filter(({ isDocument }) => isDocument);
const documentPaths: ReadonlySet<string> = new Set(documents.map(({ path }) => path));

const toEndpointPath = endpointPaths(FEATURES);

const isFast = (path: string) =>
  fastPaths.has(toEndpointPath(path)) ||
  isHealthPath(path) ||
  path.startsWith(`${OWN_API_PATH}/`) ||
  path.startsWith(`${SCIM_PATH}/`) ||
  path.startsWith(WELL_KNOWN_PREFIX);

/** Paths where Next.js has files and routes but no pages. */
const hasNoPages = (path: string) =>
  /^\/(?:oauth|api|scim|logos|brand|_next|__nextjs[^/]*)(?:\/|$)|\/submit$/.test(path);

// Where there is no route, Next.js takes a POST for an action of its not-found page.
const mayBeAction = (path: string, headers: IncomingHttpHeaders) =>
  !isFast(path) && (isActionRequest(headers["next-action"], headers["content-type"]) || !hasNoPages(path));

function findEndpointPath(path: string): string | null {
  const clean = path.replace(/^\/+/, "/").replace(/\/+$/, "");
  return isFast(clean) ? clean : null;
}

async function refuse(status: RefusalStatus, path: string, headers: IncomingHttpHeaders | null): Promise<Refusal> {
  const asked = new Headers();
  for (const name of ["accept-language", "cookie", "next-action"]) {
    const value = headers?.[name];
    if (typeof value === "string") asked.set(name, value);
  }
  const response = renderRefusal(status, path, asked);
  const body = await response.text();
  return { status, headers: Object.fromEntries(response.headers), body };
}

/** The path of an address without its origin. */
function pathAlone(target: string): string {
  const end = target.indexOf("?");
  return end < 0 ? target : target.slice(0, end);
}

/** The parts of a request that say who sent it. */
export interface SentRequest {
  url?: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  socket: { remoteAddress?: string | undefined };
}

let proxies: AddressList | undefined;

function trustedProxies(): AddressList {
  proxies ??= new AddressList(getEnv().trustProxy);
  return proxies;
}

/**
 * Whether a request continues the trace that its sender began: those of proxies, and those of the portal's own processes,
 * whose sockets have no address. Strangers could hide their requests from the traces, or have each of them traced.
 */
function continuesTrace({ socket: { remoteAddress } }: SentRequest): boolean {
  return remoteAddress === undefined || trustedProxies().has(toAddress(remoteAddress) ?? "");
}

function describeSender({ url = "", headers, socket }: SentRequest): Record<string, string> {
  const proxies = trustedProxies();
  const peer = socket.remoteAddress ?? "";
  const claimed = headers["x-forwarded-for"];
  const sender = findSender(peer, Array.isArray(claimed) ? claimed.join() : claimed, proxies);
  const known = { "x-forwarded-for": sender, [REQUEST_ID_HEADER]: chooseRequestId(headers[REQUEST_ID_HEADER]) };
  // The protocol never asks who connected.
  if (fastPaths.has(pathAlone(url))) return known;
  const address = toAddress(peer) ?? "";
  const seen = PROXY_HEADERS.filter((name) => headers[name] !== undefined);
  const described = writePeer({ address, isTrusted: proxies.has(address), proxyHeaders: seen });
  return { ...known, [PEER_HEADER]: described };
}

/** The path of an address that `URL` made, at a tenth of the cost of parsing it again. */
function pathOf(address: string): string {
  const [path = ""] = address.slice(address.indexOf("/", address.indexOf("//") + 2)).split("?", 1);
  return path;
}

async function handleFast(request: Request): Promise<Response> {
  const pathname = pathOf(request.url);
  if (isHealthPath(pathname)) return handleHealthRequest(request);
  const handler = (await getAuthorizationServer()).findHandler(pathname);
  return handler ? handler(request) : new Response(null, { status: 404 });
}

/** The header by which `outage.mjs` names requests. */
const NUMBER_HEADER = "x-portico-request";

async function toWhole(response: Response): Promise<WholeAnswer> {
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

async function describeOutage({ method, url, headers }: StoppedRequest): Promise<WholeAnswer> {
  const target = url.startsWith("/") && URL.canParse(url, getEnv().issuer) ? url : "/";
  const asked = new Request(new URL(target, getEnv().issuer), {
    // A Request does not allow every method; what matters is whether something was sent.
    method: method === "GET" || method === "HEAD" ? "GET" : "POST",
    headers,
  });
  if (target.startsWith(`${SCIM_PATH}/`)) return toWhole(refuseScim(scimOutage()));
  return toWhole(target.startsWith(`${OWN_API_PATH}/`) ? outageProblem() : renderOutagePage(asked));
}

// What only one process does is loaded only there, so that the processes that answer the protocol need less memory.

async function listenForCommands(dataDir: string): Promise<() => Promise<void>> {
  const { listenForCommands } = await import("../cli/local-socket");
  const { runInPortal } = await import("../cli/run-command");
  return await listenForCommands(dataDir, runInPortal);
}

/** Starts the clean-up and the worker of the jobs. Answers what ends them. */
async function startWork(): Promise<(() => Promise<void>)[]> {
  const { startJobs } = await import("./jobs");
  const { startJobWorker } = await import("./job-worker");
  const { createJobHandlers, jobLanes } = await import("./job-handlers");
  const { context } = await getAuthorizationServer();
  const { onUrgentJob } = await import("../db/portal/jobs");
  const worker = startJobWorker(jobLanes, createJobHandlers(context));
  await onUrgentJob(worker.wake);
  return [startJobs(), worker.stop];
}

async function seedDemo(): Promise<Demo> {
  const { seedDemo } = await import("./seed-demo");
  return await seedDemo();
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
  let scrapeOwn = async (): Promise<ScrapedMetrics> => [];
  return {
    getEnv,
    listUnknownVariables: () => listUnknownVariables(),
    open: async ({ role }) => {
      const hasJobs = role !== "protocol";
      if (getEnv().metrics !== null) await startMetrics(role);
      if (getEnv().isTraced) {
        await startTracing(role);
        closers.push(stopTracing);
      }
      const { appliedMigrations } = await openDatabase();
      await beginOwnSecret();
      // Answers that cannot wait for the database go by what is known of them.
      await getPortalSettings();
      closers.push(closeDb, closeAuditLog, flushUses, flushRequests, flushUsage, () => getPasswordPool().close());
      startTellingOfCrowdedAddresses();
      // The operator has to fix keys that cannot be decrypted, so this fails now and not at the first client.
      await (await getAuthorizationServer()).context.keys.sign({}, { alg: "ES256", typ: "JWT" });
      await rememberDocuments();
      const { databaseUrl, dataDir } = getEnv();
      // The embedded database belongs to this process, so the command line sends its commands here.
      if (databaseUrl === null) closers.push(await listenForCommands(dataDir));
      if (hasJobs) closers.push(...(await startWork()));
      scrapeOwn = () => scrape({ hasJobs });
      return { appliedMigrations };
    },
    openSigner: async (socket) => {
      const { serveSigner } = await import("../keys/signer-server");
      return await serveSigner(socket);
    },
    createSetupLink,
    isCounting: hasMetrics,
    countRequest: (url, outcome, seconds) => countRequest(nameEndpoint(pathAlone(url)), outcome, seconds),
    nameEndpoint,
    isTracing: hasTracing,
    beginRequestSpan: (request) => {
      const { method = "GET", url = "", headers } = request;
      return beginRequestSpan(nameEndpoint(pathAlone(url)), method, continuesTrace(request) ? headers : {});
    },
    scrape: () => scrapeOwn(),
    describeSender,
    chooseRequestId,
    nameSender: (address) => toNetwork(address, subscriber),
    isFast,
    isWithoutReact,
    handleFast,
    answerHealth: async (path) => (isHealthPath(path) ? toWhole(await answerHealth(path)) : null),
    findEndpointPath,
    mayBeAction,
    judgePagePost,
    isActionBody,
    refuse,
    isDocument: (path) => documentPaths.has(path),
    seedDemo,
    noteFailure: (error, headers) => {
      const number = headers[NUMBER_HEADER];
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

/** Publishes the application for the server, once per process. */
export function publishRuntime(): void {
  const holder = globalThis as { [key: symbol]: unknown };
  holder[Symbol.for("portico.runtime")] ??= createRuntime();
}
