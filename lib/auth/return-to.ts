/** The longest path and query that the sign-in leads back to, in characters. */
const MAX_LENGTH = 2_000;

/**
 * The path of the sign-in page that leads back to this path and query. Drops a query that `parseReturnTo` would refuse
 * as too long, so that no address becomes longer than servers and proxies accept.
 */
export function getLoginPath(returnTo: string, { isFresh = false } = {}): string {
  const [path = "/"] = returnTo.split("?", 1);
  const target = returnTo.length <= MAX_LENGTH ? returnTo : path.slice(0, MAX_LENGTH);
  return `/login?${isFresh ? "fresh=1&" : ""}return_to=${encodeURIComponent(target)}`;
}

/**
 * Where to go after the sign-in: a path of this portal, or null. Never another origin (open redirect), and never a
 * protocol or form endpoint, which a link through the sign-in must not be able to start.
 */
export function parseReturnTo(value: unknown): string | null {
  if (typeof value !== "string" || value.length > MAX_LENGTH) return null;
  // Browsers read a backslash as a slash, and drop tabs and newlines, before they resolve an address.
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(value)) return null;
  const base = "http://portal.invalid";
  const url = new URL(value, base);
  if (url.origin !== base || url.pathname.startsWith("//")) return null;
  if (/^\/(?:oauth|\.well-known|api)(?:\/|$)/i.test(url.pathname) || /\/submit\/?$/i.test(url.pathname)) return null;
  return url.pathname + url.search + url.hash;
}
