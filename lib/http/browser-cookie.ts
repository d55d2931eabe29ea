import { randomBytes } from "node:crypto";
import { readCookies, serializeCookie } from "./cookies";

const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** The secrets that could mark the browser of a request: one, or several where cookies of one name arrive. */
export function readBrowserTokens(source: Request | Headers): string[] {
  return readCookies(source, "browser").filter((token) => tokenPattern.test(token));
}

/** The browser's secret, made when there is none; `setCookie` is then the header value to send. */
export function getBrowser(source: Request | Headers): { token: string; setCookie: string | null } {
  const [known] = readBrowserTokens(source);
  if (known) return { token: known, setCookie: null };
  const token = randomBytes(32).toString("base64url");
  return { token, setCookie: serializeCookie("browser", token) };
}
