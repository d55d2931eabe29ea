import { randomBytes } from "node:crypto";
import { readCookies, serializeCookie } from "./cookies";

const TOKEN_PATTERN = /^[A-Za-z0-9_-]{43}$/;

/** The secrets that may identify the browser of a request: several if several cookies of one name arrive. */
export function readBrowserTokens(source: Request | Headers): string[] {
  return readCookies(source, "browser").filter((token) => TOKEN_PATTERN.test(token));
}

/** The browser's secret. If there is none, makes one, and `setCookie` is the header value to send. */
export function getBrowser(source: Request | Headers): { token: string; setCookie: string | null } {
  const [known] = readBrowserTokens(source);
  if (known) return { token: known, setCookie: null };
  const token = randomBytes(32).toString("base64url");
  return { token, setCookie: serializeCookie("browser", token) };
}
