/**
 * Where to go after sign-in: a path of this portal, or null. Never another origin (open redirect), never a protocol
 * or form endpoint (a page must not be able to start those by a link through sign-in).
 */
export function parseReturnTo(value: unknown): string | null {
  if (typeof value !== "string" || value.length > 2000) return null;
  // Browsers read a backslash as a slash, and drop tabs and newlines, before they resolve an address.
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(value)) return null;
  const base = "http://portal.invalid";
  const url = new URL(value, base);
  if (url.origin !== base || url.pathname.startsWith("//")) return null;
  if (/^\/(?:oauth|\.well-known|api)(?:\/|$)/i.test(url.pathname) || /\/submit\/?$/i.test(url.pathname)) return null;
  return url.pathname + url.search + url.hash;
}
