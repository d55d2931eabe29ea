import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { readTypedBefore } from "@/lib/forms/typed-before";
import { getBrowser } from "@/lib/http/browser-cookie";
import { clearCookie, getCookieName, readCookie } from "@/lib/http/cookies";
import { moveToOwnAddress, withoutMark } from "@/lib/http/own-address";
import { NEW_BROWSER_HEADER, PATH_HEADER } from "@/lib/http/page-path";
import { chooseRequestId, REQUEST_ID_HEADER } from "@/lib/http/request-id";
import {
  bringsOwnPolicy,
  getContentSecurityPolicy,
  getSecurityHeaders,
  isUpstreamCallback,
} from "@/lib/http/security-headers";

/** Runs before every page: security headers with a fresh nonce, and the cookie that marks the browser. */
export function proxy(request: NextRequest): Response {
  const { pathname, search } = request.nextUrl;
  const moved = moveToOwnAddress(request);
  if (moved) return moved;
  const nonce = randomBytes(16).toString("base64");
  const policy = getContentSecurityPolicy(pathname, nonce);
  const browser = getBrowser(request.headers);

  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, pathname + withoutMark(search));
  headers.set(REQUEST_ID_HEADER, chooseRequestId(request.headers.get(REQUEST_ID_HEADER)));
  // Next.js reads the nonce for its own scripts from this header of the request.
  headers.set("content-security-policy", policy);
  headers.delete(NEW_BROWSER_HEADER);
  if (browser.setCookie) {
    headers.set(NEW_BROWSER_HEADER, "1");
    const known = request.headers.get("cookie");
    const made = `${getCookieName("browser")}=${browser.token}`;
    headers.set("cookie", known ? `${known}; ${made}` : made);
  }

  const response = NextResponse.next({ request: { headers } });
  if (!bringsOwnPolicy(pathname)) response.headers.set("content-security-policy", policy);
  for (const [name, value] of getSecurityHeaders(pathname)) response.headers.set(name, value);
  if (browser.setCookie) response.headers.append("set-cookie", browser.setCookie);
  // What the last action said is shown once: the page that is made now reads it from the request.
  if (isDocumentRequest(request) && !isUpstreamCallback(pathname)) {
    for (const name of ["flash", "form"] as const) {
      if (readCookie(request.headers, name)) response.headers.append("set-cookie", clearCookie(name));
    }
    if (readTypedBefore(request.headers, pathname)) response.headers.append("set-cookie", clearCookie("typed"));
  }
  return response;
}

function isDocumentRequest(request: NextRequest): boolean {
  const destination = request.headers.get("sec-fetch-dest");
  const isNavigation = destination === null || destination === "document";
  return request.method === "GET" && isNavigation && !request.headers.has("rsc");
}

export const config = {
  // Pages only: what the protocol, the API and the pictures answer has headers of its own.
  matcher: [
    "/((?!oauth/|\\.well-known/|api/|scim/|logos/|pictures/|brand/|_next/|(?:healthz|readyz|icon\\.svg|apple-(?:touch-)?icon(?:-precomposed)?\\.png|favicon\\.ico|robots\\.txt)$).*)",
  ],
};
