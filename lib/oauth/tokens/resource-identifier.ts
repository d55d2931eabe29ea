// RFC 3986 Appendix B, for a URI with a scheme.
const PARTS = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?$/i;

// RFC 3986 §2: every character that a URI may hold, except those of a fragment, which RFC 8707 §2 forbids.
const URI_CHARACTERS = /^(?:[A-Za-z0-9\-._~:/?[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;

const defaultPorts: Readonly<Record<string, string>> = { http: "80", https: "443" };

/**
 * A resource identifier in normal form, for comparing two of them: scheme and host in lower case, no default port, no
 * needless escapes and the others in upper case, no dot segments, and "/" for the empty path of a web address. Null if
 * it is not an absolute URI, or has a fragment.
 * @see RFC 3986 §6.2.2, §6.2.3; RFC 8707 §2
 */
export function normalizeResourceIdentifier(identifier: string): string | null {
  if (!URI_CHARACTERS.test(identifier)) return null;
  const match = PARTS.exec(identifier);
  if (match === null) return null;
  const scheme = (match[1] ?? "").toLowerCase();
  const authority = match[2];
  const isWeb = scheme in defaultPorts;
  const path = normalizeEscapes(match[3] ?? "");
  const query = normalizeEscapes(match[4] ?? "");
  if (authority === undefined) {
    const isNothing = path === "" || isWeb;
    return isNothing ? null : `${scheme}:${path.startsWith("/") ? removeDotSegments(path) : path}${query}`;
  }
  if (isWeb && authority === "") return null;
  const shownPath = removeDotSegments(path) || (isWeb ? "/" : "");
  return `${scheme}://${normalizeAuthority(authority, scheme)}${shownPath}${query}`;
}

function normalizeAuthority(authority: string, scheme: string): string {
  const at = authority.lastIndexOf("@") + 1;
  const [, host = "", port = ""] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority.slice(at)) ?? [];
  const isDefault = port === "" || port === defaultPorts[scheme];
  const shownHost = normalizeEscapes(normalizeEscapes(host).toLowerCase());
  return normalizeEscapes(authority.slice(0, at)) + shownHost + (isDefault ? "" : `:${port}`);
}

// RFC 3986 §6.2.2.1, §6.2.2.2: hexadecimal digits in upper case, and no escapes for unreserved characters.
function normalizeEscapes(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (octet) => {
    const character = String.fromCharCode(Number.parseInt(octet.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : octet.toUpperCase();
  });
}

// RFC 3986 §5.2.4, for a path that begins with "/".
function removeDotSegments(path: string): string {
  const kept: string[] = [];
  const segments = path.split("/").slice(1);
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === "..") kept.pop();
    if (segment !== "." && segment !== "..") kept.push(segment);
    else if (isLast) kept.push("");
  }
  return kept.map((segment) => `/${segment}`).join("");
}
