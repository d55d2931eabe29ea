import { getEnv } from "@/lib/env";

/** The cookies this portal sets, and how long the browser keeps each (seconds; null: until it closes). */
const cookies = {
  /** identifies the browser: pending requests and forms are bound to it */
  browser: { maxAge: 400 * 86_400, isHttpOnly: true },
  session: { maxAge: null, isHttpOnly: true },
  /** the sessions of other people who are signed in with this browser */
  accounts: { maxAge: null, isHttpOnly: true },
  /** changes with the session and reveals nothing about it; read by a frame of this portal on apps' pages */
  session_state: { maxAge: null, isHttpOnly: false },
  /** the language that the person chose in this browser */
  locale: { maxAge: 400 * 86_400, isHttpOnly: true },
  theme: { maxAge: 400 * 86_400, isHttpOnly: true },
  /** the language that the app of the request under way asked for */
  ui_locale: { maxAge: 3_600, isHttpOnly: true },
  /** who signed in with this browser before, as keyed hashes */
  known: { maxAge: 400 * 86_400, isHttpOnly: true },
  /** who did not want a passkey here when one was offered, as keyed hashes; they are offered one again after that time */
  passkey_declined: { maxAge: 180 * 86_400, isHttpOnly: true },
  /** in which people are not asked for their second factor, for 30 days */
  remembered: { maxAge: 30 * 86_400, isHttpOnly: true },
  /** a sign-up that waits for its mailed code, encrypted */
  sign_up: { maxAge: 1_800, isHttpOnly: true },
  /** a sign-in or a new password that waits for its mailed code, encrypted */
  mailed_code: { maxAge: 600, isHttpOnly: true },
  /** a half-finished sign-in, with one factor proved and another still needed, encrypted */
  half_signed_in: { maxAge: 600, isHttpOnly: true },
  /** a sign-in that went to an upstream and is expected back, encrypted */
  upstream: { maxAge: 600, isHttpOnly: true },
  /** an account at an upstream that no account here has yet, while its person proves which account is theirs, encrypted */
  upstream_account: { maxAge: 600, isHttpOnly: true },
  /** new recovery codes, until their person has saved them, encrypted */
  recovery_codes: { maxAge: 600, isHttpOnly: true },
  /** what a refused form must show again */
  form: { maxAge: 300, isHttpOnly: true },
  /** what was typed into a form whose person has to prove first that it is them; the page of the form clears it */
  typed: { maxAge: 600, isHttpOnly: true },
  /** what the last action did; the page that shows it clears it */
  flash: { maxAge: 60, isHttpOnly: false },
} as const;

export type CookieName = keyof typeof cookies;

function isSecure(): boolean {
  return getEnv().issuer.startsWith("https:");
}

/**
 * The name on the wire. With https it has the `__Host-` prefix, so that no other host and no plain connection can set
 * it. Without https, on this machine only, the port is part of the name: browsers keep cookies by host, and two portals
 * on two ports of `localhost` would overwrite each other's.
 * @see RFC 6265bis §4.1.3.2, §8.5
 */
export function getCookieName(name: CookieName): string {
  if (isSecure()) return `__Host-portico_${name}`;
  const port = /^http:\/\/[^/]*:(\d+)/.exec(getEnv().issuer)?.[1];
  return port ? `portico_${name}_${port}` : `portico_${name}`;
}

/** The attributes in the form that `cookies().set` and `NextResponse.cookies` of Next.js accept. */
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

/** A `Set-Cookie` value. The value must consist of cookie characters (as base64url does). */
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

/** The most cookies of one name that are looked at. */
const MAX_VALUES = 8;

/**
 * The non-empty values that the browser sent for a cookie, in its order. There may be several: a cookie that was set
 * for another path, or for a domain above this host, has the same name and can come first.
 * @see RFC 6265bis §5.8.3
 */
export function readCookies(source: Request | Headers, name: CookieName): string[] {
  const header = (source instanceof Headers ? source : source.headers).get("cookie") ?? "";
  const prefix = `${getCookieName(name)}=`;
  const values: string[] = [];
  for (const pair of header.split(";")) {
    const trimmed = pair.trim();
    const value = trimmed.startsWith(prefix) ? trimmed.slice(prefix.length) : "";
    if (value !== "" && values.push(value) === MAX_VALUES) break;
  }
  return values;
}

/** The first of them; null when there is none. For cookies that matter little, such as a theme or a note. */
export function readCookie(source: Request | Headers, name: CookieName): string | null {
  return readCookies(source, name)[0] ?? null;
}
