import type { Client } from "../model";
import { isAppLoopback } from "./loopback";
import { isNative } from "./redirect-uri";

/** Read as written, not by `URL`, because a text that is compared character by character must not be normalized. */
const PLAIN_HTTP = /^http:\/\/(\[[^\]]*\]|[^/:?#]*)(?::(\d{1,5}))?((?:[/?][^#]*)?)$/;

/**
 * The registered redirect URI that the requested one is equal to, character by character, or null. Loopback addresses
 * of native clients may differ in the port only.
 * @see RFC 6749 §3.1.2.3, RFC 9700 §4.1.3, RFC 8252 §7.3
 */
export function findRegisteredRedirectUri(
  client: Pick<Client, "kind" | "redirectUris">,
  requested: string,
): string | null {
  if (client.redirectUris.includes(requested)) return requested;
  if (!isNative(client.kind)) return null;
  const portless = withoutLoopbackPort(requested);
  if (portless === null) return null;
  return client.redirectUris.find((registered) => withoutLoopbackPort(registered) === portless) ?? null;
}

function withoutLoopbackPort(uri: string): string | null {
  const [, host, port, rest] = PLAIN_HTTP.exec(uri) ?? [];
  if (host === undefined || !isAppLoopback(host) || Number(port ?? 80) > 65535) return null;
  return `${host} ${rest}`;
}

/**
 * Appends parameters to a registered URI as it is: nothing in it is parsed, decoded or reordered.
 * @see RFC 6749 §3.1.2
 */
export function appendToUri(uri: string, fields: [name: string, value: string][]): string {
  const query = fields.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
  if (query === "") return uri;
  if (!uri.includes("?")) return `${uri}?${query}`;
  return `${uri}${/[?&]$/.test(uri) ? "" : "&"}${query}`;
}

function encode(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}
