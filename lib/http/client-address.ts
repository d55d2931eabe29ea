import { isIP } from "node:net";

/**
 * The address a request came from, for limits and for the list of sessions; null when unknown. The server in front of
 * the handlers writes `X-Forwarded-For` and drops what the sender claimed, unless the nearest proxy is trusted. So the
 * last entry is an address that a trusted program saw.
 */
export function getClientAddress(source: Request | Headers): string | null {
  const headers = source instanceof Headers ? source : source.headers;
  const last = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  const address = last.replace(/^::ffff:/i, "");
  return isIP(address) ? address : null;
}
