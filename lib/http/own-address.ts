import { getEnv } from "@/lib/env";
import { log } from "../log/log.mjs";

/**
 * The name that a request was sent to, with its port; null when it does not say, as HTTP/1.0 allows. A proxy that
 * rewrites `Host` may give the original in `X-Forwarded-Host`. Neither header grants anything.
 */
export function readHost(headers: Headers): string | null {
  const host = headers.get("x-forwarded-host")?.split(",")[0]?.trim() || headers.get("host");
  const { protocol } = new URL(getEnv().issuer);
  return host && URL.canParse(`${protocol}//${host}`) ? new URL(`${protocol}//${host}`).host : null;
}

/** Whether a request was sent to another name than the portal's own, such as 127.0.0.1 instead of localhost. */
function isElsewhere(headers: Headers): boolean {
  const { issuer } = getEnv();
  const own = issuer.slice(issuer.indexOf("//") + 2);
  if (headers.get("host") === own && !headers.has("x-forwarded-host")) return false;
  const host = readHost(headers);
  return host !== null && host !== own;
}

/**
 * Marks the address that a browser is redirected to, so that nobody is redirected twice. A cookie would not do, because
 * some browsers keep none.
 */
const MARK = "portico_moved=1";

const markAtEnd = new RegExp(`[?&]${MARK}$`);

/** A query, with its `?` or empty, without the mark of a redirected browser. */
export function withoutMark(search: string): string {
  return search.replace(markAtEnd, "");
}

/**
 * Where to redirect a page that was opened at another address of the portal: browsers keep cookies by host, so a
 * sign-in there would not count here. Null for requests at the right address, and for everything but a browser's
 * navigation.
 *
 * A proxy that rewrites `Host` makes every request look as if it came to another address. So a browser that was already
 * redirected is answered wherever it seems to arrive, and the operator is told.
 */
export function moveToOwnAddress(request: Request): Response | null {
  const { headers, method } = request;
  if (method !== "GET" || !isNavigation(headers) || !isElsewhere(headers)) return null;
  const { pathname, search } = new URL(request.url);
  if (markAtEnd.test(search)) {
    tellOfRewrittenHost(headers);
    return null;
  }
  return new Response(null, {
    status: 307,
    headers: {
      location: `${getEnv().issuer}${pathname}${search}${search === "" ? "?" : "&"}${MARK}`,
      "cache-control": "no-store",
    },
  });
}

let isTold = false;

/** Logged once per process, because anybody can cause it. */
function tellOfRewrittenHost(headers: Headers): void {
  if (isTold) return;
  isTold = true;
  const { issuer } = getEnv();
  log.warn(
    `A browser that was sent to ${issuer} arrived at ${readHost(headers)} all the same. If a proxy is in front, let it pass Host on as it came, or tell it in X-Forwarded-Host (nginx: proxy_set_header Host $http_host).`,
  );
}

function isNavigation(headers: Headers): boolean {
  if (headers.has("rsc")) return false;
  const mode = headers.get("sec-fetch-mode");
  if (mode !== null) return mode === "navigate";
  // Browsers send the mode to https addresses and to this machine. With https, a sender without it is a program.
  return getEnv().issuer.startsWith("http:") && /text\/html|\*\/\*/.test(headers.get("accept") ?? "*/*");
}

/** The address that a form was posted from, when it is this portal under a name that is not its own; else null. */
export function findOtherAddress(headers: Headers): string | null {
  const origin = headers.get("origin");
  if (!origin || !URL.canParse(origin) || origin === getEnv().issuer) return null;
  return new URL(origin).host === readHost(headers) ? origin : null;
}
