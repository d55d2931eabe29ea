import type { ClientKind, ClientStatus } from "../model";
import { isAppLoopback } from "./loopback";

/** What can be wrong with an address. The catalogue has words for it under the same key. */
export type RedirectUriMessage =
  | "empty"
  | "not_absolute"
  | "malformed"
  | "http"
  | "fragment"
  | "wildcard"
  | "credentials"
  | "forbidden_scheme"
  | "private_scheme"
  | "scheme_without_dot"
  | "scheme_needs_public"
  | "scheme_needs_native"
  | "own_origin"
  | "localhost"
  | "localhost_verified"
  | "similar"
  | "ip_address"
  | "punycode"
  | "single_label"
  | "answer_parameter"
  | "unclean"
  | "non_ascii"
  | "duplicate"
  | "too_long"
  | "too_many";

/** What kind of address it is, for its badge. */
export type RedirectUriPlace = "web" | "loopback" | "loopback_any_port" | "development" | "app";

export interface RedirectUriCheck {
  /** "error": cannot be registered; "warning" and "info": can; "duplicate" is an "info" with nothing to add. */
  verdict: "ok" | "info" | "warning" | "error";
  message: RedirectUriMessage | null;
  /** An address that can be registered instead, which passes this same check. */
  fix: string | null;
  /** null when it cannot be registered */
  place: RedirectUriPlace | null;
  /** The registered address that it equals or nearly equals, and the first character that differs. */
  similar: { uri: string; differsAt: number } | null;
}

export interface RedirectUriContext {
  kind: ClientKind;
  /** it has a secret or a key, so nothing forces it to use PKCE */
  isConfidential?: boolean;
  status: ClientStatus;
  /** the portal's own origin */
  issuer: string;
  /** other addresses of the client */
  registered: readonly string[];
}

/** Characters an address may have. */
export const REDIRECT_URI_MAX_LENGTH = 2000;
/** Addresses a client may have. */
export const REDIRECT_URI_MAX_COUNT = 100;

/** Parameters of the answer, which an app would read wrong if its address had one too. @see RFC 6749 §4.1.2, RFC 9207 */
export const ANSWER_PARAMETERS: ReadonlySet<string> = new Set(
  `code state iss error error_description error_uri response id_token access_token token_type expires_in session_state`.split(
    " ",
  ),
);

/** The address without parameters that the answer adds; null: it has none. */
function withoutAnswer(uri: string): string | null {
  const [before = "", query] = uri.split(/\?(.*)/s);
  const parts = query?.split("&") ?? [];
  const kept = parts.filter((part) => !ANSWER_PARAMETERS.has(part.split("=")[0] ?? ""));
  if (kept.length === parts.length) return null;
  return kept.length === 0 ? before : `${before}?${kept.join("&")}`;
}

/** Schemes that belong to no single app: those of browsers, systems and other protocols. */
const neverSchemes = new Set(
  `about applescript blob chrome content data edge filesystem file help intent jar javascript livescript mhtml mocha opera
   res resource safari settings shell vbscript view-source wyciwyg
   bitcoin callto cid dav dict dns facetime feed ftp ftps geo git go gopher h323 im imap info ipp ipps irc ircs itms jabber
   ldap ldaps magnet mailto maps market message mid news nfs nntp pop pres rdp rtmp rtsp sftp sip sips smb sms smsto snmp
   soap ssh stun stuns svn tag tel telnet tftp turn turns tv urn vnc webcal ws wss xmpp`.split(/\s+/),
);
/** Families of such schemes. Any website may register a `web+…` scheme. */
const NEVER_FAMILIES =
  /^(?:ms|search-ms|chrome|moz|edge|safari|webkit|app-settings|android-app|itms|facetime|web|x-apple)(?:[-+.]|$)/;
/** RFC 3986 §2: unreserved, reserved and percent-encoded characters. */
const LEGAL_CHARACTERS = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/;

type Finding = Pick<RedirectUriCheck, "verdict" | "message"> &
  Partial<Omit<RedirectUriCheck, "verdict" | "message">> & { candidate?: string | null };

const error = (message: RedirectUriMessage, candidate: string | null = null): Finding => ({
  verdict: "error",
  message,
  candidate,
});

/**
 * Checks an address that people are sent back to. The console's editor (in the browser too) and registration all use
 * this check. The address is judged as written, because it will be compared character by character.
 * @see RFC 6749 §3.1.2, RFC 8252 §7, RFC 9700 §4.1.3
 */
export function checkRedirectUri(uri: string, context: RedirectUriContext): RedirectUriCheck {
  const { candidate, ...finding } = inspect(uri, context);
  return {
    fix: candidate ? settle(candidate, uri, context) : null,
    place: null,
    similar: null,
    ...finding,
  };
}

/** Applies fixes to a fix until the address that is offered can be registered. */
function settle(candidate: string, original: string, context: RedirectUriContext): string | null {
  let current = candidate;
  for (let step = 0; step < 6; step += 1) {
    const finding = inspect(current, context);
    if (finding.verdict !== "error") {
      return finding.message === "duplicate" || current === original ? null : current;
    }
    if (!finding.candidate || finding.candidate === current) return null;
    current = finding.candidate;
  }
  return null;
}

function inspect(uri: string, context: RedirectUriContext): Finding {
  if (uri.trim() === "") return error("empty");
  if (context.registered.includes(uri)) {
    return { verdict: "info", message: "duplicate", similar: { uri, differsAt: -1 }, place: placeOf(uri, context) };
  }
  if (uri.length > REDIRECT_URI_MAX_LENGTH) return error("too_long");
  if (context.registered.length >= REDIRECT_URI_MAX_COUNT) return error("too_many");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const trimmed = uri.replace(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "");
  if (trimmed !== uri) return error("unclean", trimmed);

  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1];
  // `localhost:3000/cb` and `example.org:8443` look like a scheme, but are a host and a port.
  const isHostAndPort = /^[A-Za-z0-9.-]+:\d{1,5}(?:[/?#]|$)/.test(uri);
  if (!scheme || isHostAndPort) return error("not_absolute", withScheme(uri));
  if (/^h{1,2}t{1,3}p{1,2}s{0,2}$/i.test(scheme) && !/^https?$/i.test(scheme))
    return error("malformed", withScheme(uri.slice(scheme.length + 1)));
  if (neverSchemes.has(scheme.toLowerCase()) || NEVER_FAMILIES.test(scheme.toLowerCase()))
    return error("forbidden_scheme");
  return /^https?$/i.test(scheme) ? inspectWeb(uri, context) : inspectPrivate(uri, scheme, context);
}

function withScheme(uri: string): string | null {
  const bare = uri.replace(/^(?:https?|http?s?)?:?\/+/i, "");
  if (!/^(?:[^/?#@\s]+@)?(?:localhost|\[[0-9a-f:]+\]|[^/?#\s:]+\.[^/?#\s:]+)(?::\d+)?(?:[/?#]|$)/i.test(bare))
    return null;
  const [host = ""] = /^(?:\[[^\]]*\]|[^:/?#]*)/.exec(bare) ?? [];
  return `${isAppLoopback(host.toLowerCase()) ? "http" : "https"}://${bare}`;
}

/** RFC 8252 §7.1: private-use schemes of native apps. */
function inspectPrivate(uri: string, scheme: string, context: RedirectUriContext): Finding {
  if (!isNative(context.kind)) return error("scheme_needs_native");
  // RFC 8252 §7.1 asks for a reversed domain name, which many apps do not use. Another app that claims the scheme gets
  // only a code, which nobody can redeem without the PKCE verifier (§8.1).
  const isDotless = !scheme.includes(".");
  if (isDotless && context.isConfidential) return error("scheme_needs_public");
  const [, before, rest] = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@(.*)$/i.exec(uri) ?? [];
  if (before !== undefined) return error("credentials", `${before}${rest}`);
  const written = checkWriting(uri);
  if (written) return written;
  const found = { place: "app", similar: findSimilar(uri, context.registered) } as const;
  const candidate = withoutAnswer(uri);
  if (candidate !== null) return { verdict: "warning", message: "answer_parameter", candidate, ...found };
  return isDotless
    ? { verdict: "warning", message: "scheme_without_dot", ...found }
    : { verdict: "info", message: "private_scheme", ...found };
}

function checkWriting(uri: string): Finding | null {
  // RFC 6749 §3.1.2: the endpoint URI MUST NOT include a fragment component.
  if (uri.includes("#")) return error("fragment", uri.slice(0, uri.indexOf("#")));
  if (uri.includes("*")) return error("wildcard");
  if (/[^\u0021-\u007e]/.test(uri)) return error("non_ascii", asciiForm(uri));
  if (!LEGAL_CHARACTERS.test(uri)) return error("unclean", cleanForm(uri));
  return null;
}

function inspectWeb(uri: string, context: RedirectUriContext): Finding {
  // Browsers repair a missing or reversed slash, but an exact comparison does not.
  if (!/^https?:\/\/[^/\\?#]/i.test(uri)) {
    return error(
      "malformed",
      uri.replace(/^(https?):[/\\]*/i, (_, scheme: string) => `${scheme.toLowerCase()}://`),
    );
  }
  if (uri.includes("*")) return error("wildcard");
  const authority = /^https?:\/\/([^/\\?#]*)/i.exec(uri)?.[1] ?? "";
  if (authority.includes("@")) {
    return error("credentials", uri.replace(authority, authority.slice(authority.lastIndexOf("@") + 1)));
  }
  const written = checkWriting(uri);
  if (written) return written;
  if (!URL.canParse(uri)) return error("malformed");
  const url = new URL(uri);
  const path = /^https?:\/\/[^/?#]*([^?#]*)/i.exec(uri)?.[1] ?? "";
  const dots = /(?:^|\/)(?:\.|%2e){1,2}(?=\/|$)/i.test(path);
  if (dots || /%2f|%5c|\/\//i.test(path) || url.hostname.endsWith(".")) return error("unclean", cleanForm(uri));
  // The default port, capitals in the host, leading zeros in an IP address: clients send the normalized form.
  if (authority !== url.host || !uri.startsWith(url.protocol)) {
    return error("unclean", `${url.protocol}//${url.host}${uri.slice(uri.indexOf(authority) + authority.length)}`);
  }
  if (isOwnOrigin(url, context.issuer)) return error("own_origin");
  if (url.protocol === "http:" && !isAppLoopback(url.hostname)) return error("http", uri.replace(/^http:/, "https:"));
  return inspectHost(uri, url, context);
}

/**
 * An address on the portal itself would let a client read codes from its pages. All loopback names are the same
 * machine.
 */
function isOwnOrigin(url: URL, issuer: string): boolean {
  const own = new URL(issuer);
  if (url.origin === own.origin) return true;
  return isAppLoopback(url.hostname) && isAppLoopback(own.hostname) && portOf(url) === portOf(own);
}

function portOf(url: URL): string {
  return url.port || (url.protocol === "https:" ? "443" : "80");
}

/** Every address that gets here can be registered. What follows is advice, the most useful first. */
function inspectHost(uri: string, url: URL, context: RedirectUriContext): Finding {
  const place = placeOf(uri, context);
  const similar = findSimilar(uri, context.registered);
  const warn = (message: RedirectUriMessage, more: Partial<Finding> = {}): Finding => ({
    verdict: "warning",
    message,
    place,
    similar,
    ...more,
  });
  const host = url.hostname;
  const bare = withoutAnswer(uri);
  if (host === "localhost" && url.protocol === "http:") {
    const candidate = uri.replace("//localhost", "//127.0.0.1");
    // RFC 8252 §8.3: use of localhost is NOT RECOMMENDED.
    const isRefused = context.status === "verified" && !isNative(context.kind);
    if (isRefused) return error("localhost_verified", candidate);
    return bare === null ? warn("localhost", { candidate }) : warn("answer_parameter", { candidate: bare });
  }
  if (bare !== null) return warn("answer_parameter", { candidate: bare });
  if (similar) return warn("similar");
  if (isAppLoopback(host) && host !== "localhost") return { verdict: "ok", message: null, place };
  if (/^\d+\.\d+\.\d+\.\d+$|^\[/.test(host)) return warn("ip_address");
  if (/(?:^|\.)xn--/.test(host)) return warn("punycode");
  if (!host.includes(".")) return warn("single_label");
  return { verdict: "ok", message: null, place };
}

function placeOf(uri: string, context: RedirectUriContext): RedirectUriPlace | null {
  if (!/^https?:/i.test(uri)) return "app";
  if (!URL.canParse(uri)) return null;
  const url = new URL(uri);
  if (!isAppLoopback(url.hostname)) return "web";
  // RFC 8252 §7.3: a native app chooses the port of its loopback address when it runs.
  if (isNative(context.kind) && url.protocol === "http:") return "loopback_any_port";
  return url.hostname === "localhost" ? "development" : "loopback";
}

/**
 * Programs on the person's own device, which get their answer at a loopback address or a private-use scheme.
 * @see RFC 8252 §7
 */
export function isNative(kind: ClientKind): boolean {
  return kind === "native" || kind === "device";
}

/** Whether only a program on the person's own device can be answered at this address. */
export function isNativeAddress(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  if (protocol === "https:") return false;
  return protocol !== "http:" || isAppLoopback(hostname);
}

/** Whether another app can claim the scheme of this private-use address. @see RFC 8252 §7.1 */
export function hasDotlessScheme(uri: string): boolean {
  const scheme = /^([A-Za-z][A-Za-z0-9+-]*):/.exec(uri)?.[1];
  return scheme !== undefined && !/^https?$/i.test(scheme);
}

/** The registered address that differs only by a trailing slash, by case or by port. */
function findSimilar(uri: string, registered: readonly string[]): RedirectUriCheck["similar"] {
  const shape = looseForm(uri);
  const match = registered.find((each) => each !== uri && looseForm(each) === shape);
  return match ? { uri: match, differsAt: firstDifference(uri, match) } : null;
}

function looseForm(uri: string): string {
  return uri
    .toLowerCase()
    .replace(/^(https?:\/\/(?:\[[^\]]*\]|[^/:?#]*)):\d+/, "$1")
    .replace(/\/(?=$|\?)/, "");
}

/**
 * Index of the first character in which two addresses differ; if one is a prefix of the other, the length of the
 * shorter.
 */
export function firstDifference(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  for (let index = 0; index < shorter; index += 1) if (one[index] !== other[index]) return index;
  return one.length === other.length ? -1 : shorter;
}

function asciiForm(uri: string): string | null {
  return URL.canParse(uri) ? new URL(uri).href : null;
}

function cleanForm(uri: string): string | null {
  const decoded = uri
    .replace(/%2f/gi, "/")
    .replace(/%5c|\\/gi, "/")
    .replace(/%(?![0-9A-Fa-f]{2})/g, "%25");
  if (!URL.canParse(decoded)) return null;
  const url = new URL(decoded);
  const path = url.pathname.replace(/\/{2,}/g, "/");
  const hadPath = /^[^:]+:\/\/[^/?#]*\//.test(decoded);
  const search = url.search.replace(/[<>"{}|\\^`]/g, (character) => encodeURIComponent(character));
  const authority = url.host.replace(/\.(?=:\d+$|$)/, "");
  const cleanPath = path.replace(/[<>"{}|^`[\]]/g, (character) => encodeURIComponent(character));
  if (!/^https?:$/.test(url.protocol)) return url.href;
  return `${url.protocol}//${authority}${hadPath || cleanPath !== "/" ? cleanPath : ""}${search}`;
}
