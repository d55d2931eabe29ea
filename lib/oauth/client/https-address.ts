/**
 * Whether an address has a userinfo part, even an empty one. Credentials must stay with their owner, and the userinfo
 * part can be mistaken for the host: `https://bank.example@evil.example`.
 * @see RFC 3986 §3.2.1, §7.5
 */
export function holdsCredentials(address: string): boolean {
  // As the URL Standard reads it: it skips tabs and line breaks, and takes any number of backslashes for slashes.
  return /^[a-z][a-z0-9+.-]*:[/\\]*[^/\\?#]*@/i.test(address.replace(/[\t\n\r]/g, "").trim());
}

/** Whether this is an https address without credentials, which may be shown as a link or fetched. */
export function isHttpsAddress(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === "https:" && !holdsCredentials(address);
}
