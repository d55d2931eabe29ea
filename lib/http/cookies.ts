import { getEnv } from "@/lib/env";

/** The cookies this portal sets, and how long the browser keeps each (seconds; null: until it closes). */
const cookies = {
  /** marks the browser: pending requests and forms are bound to it */
  browser: { maxAge: 400 * 86_400, isHttpOnly: true },
  session: { maxAge: null, isHttpOnly: true },
  /** the sessions of other people who are signed in with this browser */
  accounts: { maxAge: null, isHttpOnly: true },
  /** changes with the session and says nothing of it; read by a frame of this portal on the pages of apps */
  session_state: { maxAge: null, isHttpOnly: false },
  theme: { maxAge: 400 * 86_400, isHttpOnly: true },
  /** who signed in with this browser before, as keyed marks */
  known: { maxAge: 400 * 86_400, isHttpOnly: true },
  /** a sign-up that waits for its mailed code, encrypted */
  sign_up: { maxAge: 1_800, isHttpOnly: true },
  /** what a form must say again after it was refused */
  form: { maxAge: 300, isHttpOnly: true },
  /** the page for which the browser was sent on from another of the portal's addresses, as a hash */
  moved: { maxAge: 5, isHttpOnly: true },
  /** what the last action did; the page that shows it takes it away */
  flash: { maxAge: 60, isHttpOnly: false },
} as const;

export type CookieName = keyof typeof cookies;

function isSecure(): boolean {
  return getEnv().issuer.startsWith("https:");
}

/**
 * The name on the wire. Behind https it has the `__Host-` prefix, so that no other host and no plain connection can set it.
 * On a plain connection, which is this machine's own, the port is part of the name: browsers keep cookies by host, and two
 * portals on two ports of `localhost` would overwrite each other's.
 * @see RFC 6265bis §4.1.3.2, §8.5
 */
export function getCookieName(name: CookieName): string {
  if (isSecure()) return `__Host-portico_${name}`;
  const port = /^http:\/\/[^/]*:(\d+)/.exec(getEnv().issuer)?.[1];
  return port ? `portico_${name}_${port}` : `portico_${name}`;
}

/** The attributes as `cookies().set` and `NextResponse.cookies` of Next.js take them. */
export function getCookieOptions(name: CookieName) {
  const { maxAge, isHttpOnly } = cookies[name];
  const isForFrames = name === "session_state" && isSecure();
  // Lax, not Strict: people arrive at the authorization endpoint from the client's site, signed in or not.
  return {
    path: "/",
    httpOnly: isHttpOnly,
    sameSite: isForFrames ? ("none" as const) : ("lax" as const),
    secure: isSecure(),
    ...(maxAge === null ? {} : { maxAge }),
  };
}

/** A `Set-Cookie` value. The value must be of cookie characters (base64url is). */
export function serializeCookie(name: CookieName, value: string, lifetime?: { maxAge: number }): string {
  const options = getCookieOptions(name);
  const maxAge = lifetime?.maxAge ?? options.maxAge;
  return [
    `${getCookieName(name)}=${value}`,
    "Path=/",
    options.sameSite === "none" ? "SameSite=None" : "SameSite=Lax",
    options.httpOnly ? "HttpOnly" : null,
    options.secure ? "Secure" : null,
    maxAge === undefined ? null : `Max-Age=${maxAge}`,
  ]
    .filter(Boolean)
    .join("; ");
}

/** A `Set-Cookie` value that removes the cookie. */
export function clearCookie(name: CookieName): string {
  return serializeCookie(name, "", { maxAge: 0 });
}

/** Cookies of one name that are looked at. */
const maxValues = 8;

/**
 * The values that the browser sent for a cookie, in its order; empty ones are left out. There may be several: one that
 * was set for another path, or for a domain above this host, has the same name and can come first.
 * @see RFC 6265bis §5.8.3
 */
export function readCookies(source: Request | Headers, name: CookieName): string[] {
  const header = (source instanceof Headers ? source : source.headers).get("cookie") ?? "";
  const prefix = `${getCookieName(name)}=`;
  const values: string[] = [];
  for (const pair of header.split(";")) {
    const trimmed = pair.trim();
    const value = trimmed.startsWith(prefix) ? trimmed.slice(prefix.length) : "";
    if (value !== "" && values.push(value) === maxValues) break;
  }
  return values;
}

/** The first of them; null when there is none. For what is not worth more than a look: a theme, a note. */
export function readCookie(source: Request | Headers, name: CookieName): string | null {
  return readCookies(source, name)[0] ?? null;
}
