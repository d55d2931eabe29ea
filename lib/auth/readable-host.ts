import { domainToUnicode } from "node:url";

/** A host in readable letters; unchanged if it is not encoded or cannot be decoded. @see RFC 3492 */
export function decodeHost(host: string): string {
  return domainToUnicode(host) || host;
}

/** An e-mail address with its domain in readable letters. */
export function decodeEmail(email: string): string {
  const at = email.lastIndexOf("@") + 1;
  return email.slice(0, at) + decodeHost(email.slice(at));
}
