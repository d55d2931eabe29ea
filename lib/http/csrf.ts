import { createHmac, timingSafeEqual } from "node:crypto";
import { getEnv } from "@/lib/env";
import { deriveKey } from "@/lib/keys/secret";
import { readBrowserTokens } from "./browser-cookie";
import { findOtherAddress } from "./own-address";
import { newBrowserHeader } from "./page-path";

/**
 * The token of a form: keyed to this browser's secret and, on pages behind sign-in, to the session. Another site can
 * neither read nor make one, and a token of another browser is worth nothing here.
 */
export function createCsrfToken(browserToken: string, sessionId: string | null): string {
  const key = deriveKey("csrf");
  return createHmac("sha256", key)
    .update(JSON.stringify([browserToken, sessionId]))
    .digest("base64url");
}

/** `same-site` is not enough: other apps of this company may live on sibling hosts. */
function isSameOrigin(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site && site !== "same-origin") return false;
  const origin = request.headers.get("origin");
  // "null" is what a page under `Referrer-Policy: no-referrer` sends; Sec-Fetch-Site and the token decide then.
  return !origin || origin === "null" || origin === getEnv().issuer;
}

/**
 * The browser's secret that a form was made for, or why it was refused: `cookies` when this browser sends none of ours,
 * `address` when the portal was opened under a name that is not its own, so that the page can say so.
 */
export type CsrfVerdict = { browserToken: string } | "cookies" | "address" | "foreign" | "stale";

/** Judges a posted form by its `csrf` field, the browser's cookies and the headers that no page can forge. */
export function verifyCsrf(request: Request, form: FormData | URLSearchParams, sessionId: string | null): CsrfVerdict {
  if (!isSameOrigin(request)) return findOtherAddress(request.headers) === null ? "foreign" : "address";
  // `proxy.ts` gives a browser that sends no mark one on the way: no form was made for that one.
  const browserTokens = request.headers.has(newBrowserHeader) ? [] : readBrowserTokens(request);
  if (browserTokens.length === 0) return "cookies";
  const given = Buffer.from(String(form.get("csrf") ?? ""));
  const browserToken = browserTokens.find((token) => {
    const expected = Buffer.from(createCsrfToken(token, sessionId));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return browserToken ? { browserToken } : "stale";
}
