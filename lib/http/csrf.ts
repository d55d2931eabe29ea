import { getEnv } from "@/lib/env";
import { deriveValue, deriveValues } from "@/lib/keys/secret";
import { equalInConstantTime } from "@/lib/oauth/secrets";
import { readBrowserTokens } from "./browser-cookie";
import { findOtherAddress } from "./own-address";
import { NEW_BROWSER_HEADER } from "./page-path";

/**
 * The token of a form: keyed to this browser's secret and, on pages behind the sign-in, to the session. Another site
 * can neither read nor make one, and another browser's token does not work here.
 */
export function createCsrfToken(browserToken: string, sessionId: string | null): string {
  return deriveValue("csrf", JSON.stringify([browserToken, sessionId]));
}

/**
 * Whether one of the portal's own pages sent this, by headers that no page can forge. `same-site` is not enough: other
 * apps of the same company may be on sibling hosts.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site && site !== "same-origin") return false;
  const origin = request.headers.get("origin");
  // A page under `Referrer-Policy: no-referrer` sends "null"; then Sec-Fetch-Site and the token decide.
  return !origin || origin === "null" || origin === getEnv().issuer;
}

/**
 * The browser's secret that a form was made for, or why the form was refused: `cookies` if this browser sends none of
 * ours, `address` if the portal was opened under another name, so that the page can say so.
 */
export type CsrfVerdict = { browserToken: string } | "cookies" | "address" | "foreign" | "stale";

/** Checks a posted form by its `csrf` field, the browser's cookies, and headers that no page can forge. */
export function verifyCsrf(request: Request, form: FormData | URLSearchParams, sessionId: string | null): CsrfVerdict {
  if (!isSameOrigin(request)) return findOtherAddress(request.headers) === null ? "foreign" : "address";
  // `proxy.ts` adds a secret to a request without one, and no form was made for that one.
  const browserTokens = request.headers.has(NEW_BROWSER_HEADER) ? [] : readBrowserTokens(request);
  if (browserTokens.length === 0) return "cookies";
  const given = String(form.get("csrf") ?? "");
  const browserToken = browserTokens.find((token) =>
    deriveValues("csrf", JSON.stringify([token, sessionId])).some((each) => equalInConstantTime(given, each)),
  );
  return browserToken ? { browserToken } : "stale";
}
