import { randomBytes } from "node:crypto";
import { readCookie, serializeCookie } from "./cookies";

const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** The secret that marks the browser of a request; null when it sent none that could be ours. */
export function readBrowserToken(source: Request | Headers): string | null {
  const token = readCookie(source, "browser");
  return token && tokenPattern.test(token) ? token : null;
}

/** The browser's secret, made when there is none; `setCookie` is then the header value to send. */
export function getBrowser(source: Request | Headers): { token: string; setCookie: string | null } {
  const known = readBrowserToken(source);
  if (known) return { token: known, setCookie: null };
  const token = randomBytes(32).toString("base64url");
  return { token, setCookie: serializeCookie("browser", token) };
}
