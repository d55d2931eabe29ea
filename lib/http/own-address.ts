import { createHash } from "node:crypto";
import { getEnv } from "@/lib/env";
import { readCookie, serializeCookie } from "./cookies";

/**
 * The name that a request was sent to, with its port; null when it does not say, as HTTP/1.0 allows. A proxy that
 * rewrites `Host` may tell the original in `X-Forwarded-Host`; nothing is granted by either.
 */
function readHost(headers: Headers): string | null {
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
 * Where a page that was opened at another of the portal's addresses is: cookies are kept by host, so a sign-in there is
 * none here. Null for requests at the right address, and for all that is no browser's navigation.
 *
 * A proxy that rewrites `Host` makes every request look as if it came to another address. A cookie that lives for seconds
 * ends what would go round for ever: who comes back for the same page with it is answered.
 */
export function moveToOwnAddress(request: Request): Response | null {
  const { headers, method } = request;
  if (method !== "GET" || !isNavigation(headers) || !isElsewhere(headers)) return null;
  const { pathname, search } = new URL(request.url);
  const page = createHash("sha256")
    .update(pathname + search)
    .digest("base64url");
  if (readCookie(headers, "moved") === page) return null;
  return new Response(null, {
    status: 307,
    headers: {
      location: `${getEnv().issuer}${pathname}${search}`,
      "set-cookie": serializeCookie("moved", page),
      "cache-control": "no-store",
    },
  });
}

function isNavigation(headers: Headers): boolean {
  if (headers.has("rsc")) return false;
  const mode = headers.get("sec-fetch-mode");
  if (mode !== null) return mode === "navigate";
  // Browsers tell the mode to https and to this machine. Behind https, who does not tell it is a program.
  return getEnv().issuer.startsWith("http:") && /text\/html|\*\/\*/.test(headers.get("accept") ?? "*/*");
}

/** The address that a form was posted from, when it is this portal under a name that is not its own; else null. */
export function findOtherAddress(headers: Headers): string | null {
  const origin = headers.get("origin");
  if (!origin || !URL.canParse(origin) || origin === getEnv().issuer) return null;
  return new URL(origin).host === readHost(headers) ? origin : null;
}
