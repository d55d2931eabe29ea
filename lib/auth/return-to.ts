/** Characters of the longest path and query that sign-in leads back to. */
const maxLength = 2_000;

/**
 * The sign-in page, which leads back to this path and query. A query that is longer than `parseReturnTo` takes is left
 * out here already, so that no address grows beyond what servers and proxies carry.
 */
export function getLoginPath(returnTo: string, { isFresh = false } = {}): string {
  const [path = "/"] = returnTo.split("?", 1);
  const target = returnTo.length <= maxLength ? returnTo : path.slice(0, maxLength);
  return `/login?${isFresh ? "fresh=1&" : ""}return_to=${encodeURIComponent(target)}`;
}

/**
 * Where to go after sign-in: a path of this portal, or null. Never another origin (open redirect), never a protocol
 * or form endpoint (a page must not be able to start those by a link through sign-in).
 */
export function parseReturnTo(value: unknown): string | null {
  if (typeof value !== "string" || value.length > maxLength) return null;
  // Browsers read a backslash as a slash, and drop tabs and newlines, before they resolve an address.
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(value)) return null;
  const base = "http://portal.invalid";
  const url = new URL(value, base);
  if (url.origin !== base || url.pathname.startsWith("//")) return null;
  if (/^\/(?:oauth|\.well-known|api)(?:\/|$)/i.test(url.pathname) || /\/submit\/?$/i.test(url.pathname)) return null;
  return url.pathname + url.search + url.hash;
}
