import { isLocalHost } from "./claimed-address";

/**
 * Where an address leads, as far as its owner had to get hold of it: host and port, the computer in front of the person
 * (one place, whatever its name and port), or a private-use scheme. Null for what is no address.
 */
export function findRedirectHost(uri: string): string | null {
  if (!URL.canParse(uri)) return null;
  const url = new URL(uri);
  if (url.protocol !== "https:" && url.protocol !== "http:") return url.protocol;
  return isLocalHost(url.hostname) ? "localhost" : url.host;
}

/** Whether an address leads to none of the places where the registered ones lead. */
export function isForeignHost(uri: string, registered: readonly string[]): boolean {
  const host = findRedirectHost(uri);
  return host === null || !registered.some((each) => findRedirectHost(each) === host);
}
