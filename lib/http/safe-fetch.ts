import { lookup as resolve } from "node:dns";
import type { IncomingMessage } from "node:http";
import { type RequestOptions, request } from "node:https";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { getEnv } from "../env";
import { log } from "../log/log.mjs";
import type { GuardedFetch } from "../oauth/wire/guarded-fetch";
import { inSpan } from "../tracing/tracing";
import { isPublicAddress } from "./public-address";

/**
 * An outgoing request was not made or not finished. The message is one sentence and safe to show; `cause` says more,
 * for the operator.
 */
export class SafeFetchError extends Error {
  override name = "SafeFetchError";
}

export interface SafeFetchOptions {
  /** private hosts, as `host` or `host:port`, that may be reached anyway */
  allow: readonly string[];
  /** the most bytes of an answer */
  maxBytes?: number;
  /** milliseconds for all of it: name, connection, answer */
  timeoutMs?: number;
  /** for tests: who resolves names */
  lookup?: LookupFunction;
  /** additional trusted certificates, in PEM. There is no way to trust every certificate. */
  ca?: string;
  /** called, for the operator, with one line that says which host could not be reached and why */
  log?: (line: string) => void;
}

/** The raw answer of an address. */
export interface Download {
  status: number;
  /** of `Content-Type`, lower case, without parameters; "" when there is none */
  mediaType: string;
  bytes: Buffer;
}

/** As `GuardedFetch`, for answers that are not text. @throws {SafeFetchError} */
export type GuardedDownload = (
  url: string,
  options?: { method?: "GET" | "POST"; headers?: Record<string, string>; body?: string },
) => Promise<Download>;

/**
 * Makes the function by which the portal fetches every address that somebody else named: https only, no redirects, only
 * public addresses, with limits on size and time. The address is checked when the connection is made, so a name that
 * resolves differently the second time gains nothing. The same sentence reports a name that does not exist, a private
 * address, a closed port, an untrusted certificate and a missing answer, so that nobody can explore the operator's
 * network by naming addresses. The operator's log tells them apart.
 * @see RFC 9700 §2.6, OWASP ASVS 5 §1.3.6
 */
export function createSafeFetch(options: SafeFetchOptions): GuardedFetch {
  const download = createSafeDownload(options);
  return async (...input) => {
    const { status, bytes } = await download(...input);
    return { status, body: bytes.toString("utf8") };
  };
}

/** The same for answers that are not text. */
export function createSafeDownload(options: SafeFetchOptions): GuardedDownload {
  const { allow, maxBytes = 64 * 1024, timeoutMs = 5_000, lookup = resolve, ca, log: tell = log.warn } = options;
  return async (address, { method = "GET", headers = {}, body } = {}) => {
    const url = parseUrl(address);
    const attributes = { "http.request.method": method, "server.address": url.hostname };
    return await inSpan(`${method} elsewhere`, { side: "client", attributes }, () =>
      download(url, { method, headers, body }),
    );
  };

  async function download(
    url: URL,
    { method, headers, body }: { method: "GET" | "POST"; headers: Record<string, string>; body: string | undefined },
  ): Promise<Download> {
    const isAllowed = isExcepted(url, allow);
    const host = bareHost(url);
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      if (!isAllowed && isIP(host) !== 0 && !isPublicAddress(host)) throw refusedAddress(host);
      const response = await send(url, body, {
        method,
        headers: { accept: "*/*", "user-agent": "Portico", ...headers },
        agent: false,
        signal,
        rejectUnauthorized: true,
        lookup: isAllowed ? lookup : guard(lookup),
        ...(ca !== undefined && { ca }),
        isConnectionAllowed: (socket) => isAllowed || isPublicAddress(socket.remoteAddress ?? ""),
      });
      const [mediaType = ""] = (response.headers["content-type"] ?? "").toLowerCase().split(";");
      return {
        status: response.statusCode ?? 0,
        mediaType: mediaType.trim(),
        bytes: await readBody(response, maxBytes),
      };
    } catch (cause) {
      if (cause instanceof SafeFetchError) throw cause;
      // The owner of a certificate chooses some of these words.
      const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/[^ -~]/g, "?").slice(0, 300);
      tell(`${url.host} could not be reached: ${signal.aborted ? `no answer within ${timeoutMs} ms` : reason}`);
      throw new SafeFetchError(`${url.host} could not be reached.`, { cause });
    }
  }
}

let shared: GuardedFetch | undefined;

/** The guarded fetch of this process, with the exceptions of `PORTICO_FETCH_ALLOW`. */
export const safeFetch: GuardedFetch = (...input) => {
  shared ??= createSafeFetch({ allow: getEnv().fetchAllow });
  return shared(...input);
};

/** The most bytes of a picture that the portal fetches. */
const MAX_PICTURE_BYTES = 256 * 1024;

let pictures: GuardedDownload | undefined;

/** The same, for pictures. */
export const downloadPicture: GuardedDownload = (...input) => {
  pictures ??= createSafeDownload({ allow: getEnv().fetchAllow, maxBytes: MAX_PICTURE_BYTES, timeoutMs: 10_000 });
  return pictures(...input);
};

let upstreams: GuardedDownload | undefined;

/** The same, for upstreams where people sign in: some publish long lists of keys and claims. */
export const downloadUpstream: GuardedDownload = (...input) => {
  upstreams ??= createSafeDownload({ allow: getEnv().fetchAllow, maxBytes: 256 * 1024 });
  return upstreams(...input);
};

function parseUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== "https:") throw new SafeFetchError("Only https addresses are read.");
  if (url.username !== "" || url.password !== "") throw new SafeFetchError("The address holds credentials.");
  url.hash = "";
  return url;
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

function isExcepted(url: URL, allow: readonly string[]): boolean {
  const withPort = `${url.hostname}:${url.port || "443"}`;
  return allow.some((each) => [url.hostname, withPort].includes(each.toLowerCase()));
}

function refusedAddress(host: string): Error {
  return new Error(`${host} is not a public address`);
}

/** Only the public addresses of a name. */
function guard(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, "", 0);
      const entries = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }];
      const [first] = entries;
      // Even one private address among public ones is a rebinding attempt.
      const refused = entries.find(({ address }) => !isPublicAddress(address));
      // Nobody outside may learn which internal address a name has.
      if (refused || !first) return callback(refusedAddress(hostname), "", 0);
      return options.all ? callback(null, entries) : callback(null, first.address, first.family);
    });
  };
}

type SendOptions = RequestOptions & { isConnectionAllowed: (socket: Socket) => boolean };

function send(
  url: URL,
  body: string | undefined,
  { isConnectionAllowed, ...options }: SendOptions,
): Promise<IncomingMessage> {
  return new Promise((done, fail) => {
    const outgoing = request(url, options, (response) => {
      const { statusCode = 0 } = response;
      if (statusCode >= 300 && statusCode < 400) {
        outgoing.destroy();
        fail(new SafeFetchError(`${url.host} redirects, which is not followed.`));
      } else {
        done(response);
      }
    });
    outgoing.on("error", fail);
    outgoing.on("socket", (socket) => {
      // Nothing has been sent yet: the TLS handshake comes after this.
      socket.on("connect", () => {
        if (!isConnectionAllowed(socket)) outgoing.destroy(refusedAddress(bareHost(url)));
      });
    });
    outgoing.end(body);
  });
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > maxBytes) {
      response.destroy();
      throw new SafeFetchError(`The answer has more than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
