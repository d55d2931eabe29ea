import { getEnv } from "@/lib/env";

/** Pages whose form may lead on to a client on another origin, because everything after a sign-in can be remembered. */
const AUTH_PAGES = /^\/(?:login|sign-up|consent|continue|logout|mfa|reset|device|choose|setup|invitation)(?:\/|$)/;

/** Whether a path belongs to the sign-in pages. */
export function isAuthPage(pathname: string): boolean {
  return AUTH_PAGES.test(pathname);
}

/**
 * Whether the pages at a path come without React: those of the sign-in and of the documentation, which are whole without
 * scripts.
 */
export function isWithoutReact(pathname: string): boolean {
  return isAuthPage(pathname) || /^\/docs(?:\/|$)/.test(pathname);
}

/** Whether a path is that of the way back from an upstream. */
export function isUpstreamCallback(pathname: string): boolean {
  return /^\/login\/upstream\/[^/]+\/callback$/.test(pathname);
}

/** Whether what answers at a path is made outside Next.js and brings a policy of its own, which a second one would narrow. */
export function bringsOwnPolicy(pathname: string): boolean {
  return pathname.endsWith("/submit") || isUpstreamCallback(pathname);
}

/**
 * The content security policy of a page. Scripts run by nonce only, nothing comes from or goes to another origin. The
 * sign-in pages have no `form-action`: browsers check it against every redirect after a form post, and the last one
 * leads to the client. There, `frame-ancestors` and form tokens protect the forms.
 */
export function getContentSecurityPolicy(pathname: string, nonce: string): string {
  const isDevelopment = process.env.NODE_ENV === "development";
  return [
    "default-src 'none'",
    // The development server evaluates code and inserts styles into the page.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self'${isDevelopment ? " 'unsafe-inline'" : ""}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    isAuthPage(pathname) ? null : "form-action 'self'",
  ]
    .filter(Boolean)
    .join("; ");
}

/** The other headers of a page. */
export function getSecurityHeaders(pathname: string): [name: string, value: string][] {
  const isAuth = isAuthPage(pathname);
  const headers: [string, string][] = [
    // A request id in the address must not leak. Elsewhere, `same-origin` keeps `Origin` correct for Server Actions.
    ["referrer-policy", isAuth ? "no-referrer" : "same-origin"],
    ["x-content-type-options", "nosniff"],
    // For browsers without frame-ancestors.
    ["x-frame-options", "DENY"],
    ["cross-origin-opener-policy", "same-origin"],
    ["cross-origin-resource-policy", "same-origin"],
    ["permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
  ];
  if (isAuth) headers.push(["cache-control", "no-store"]);
  if (getEnv().issuer.startsWith("https:")) {
    headers.push(["strict-transport-security", "max-age=63072000; includeSubDomains"]);
  }
  return headers;
}
