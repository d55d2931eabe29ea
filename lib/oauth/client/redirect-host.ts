import { isOwnMachine } from "./loopback";

/**
 * The part of an address that says who gets the answer: host and port, the person's own computer (one place, whatever
 * its name and port), or a private-use scheme. Null for what is not an address.
 */
export function findRedirectHost(uri: string): string | null {
  if (!URL.canParse(uri)) return null;
  const url = new URL(uri);
  if (url.protocol !== "https:" && url.protocol !== "http:") return url.protocol;
  return isOwnMachine(url.hostname) ? "localhost" : url.host;
}

/** Whether an address leads to none of the places of the registered addresses. */
export function isForeignHost(uri: string, registered: readonly string[]): boolean {
  const host = findRedirectHost(uri);
  return host === null || !registered.some((each) => findRedirectHost(each) === host);
}
