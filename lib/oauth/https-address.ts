/**
 * Whether an address has a part for credentials, if only an empty one. Nobody but its owner may read them, and what
 * stands there can pass for the host: `https://bank.example@evil.example`.
 * @see RFC 3986 §3.2.1, §7.5
 */
export function holdsCredentials(address: string): boolean {
  // As the URL Standard reads it: tabs and line breaks are nothing, backslashes are slashes, however many there are.
  return /^[a-z][a-z0-9+.-]*:[/\\]*[^/\\?#]*@/i.test(address.replace(/[\t\n\r]/g, "").trim());
}

/** Whether an address is one of the web under TLS, without credentials: what may be shown as a link, or read. */
export function isHttpsAddress(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === "https:" && !holdsCredentials(address);
}
