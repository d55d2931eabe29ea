import { domainToASCII } from "node:url";

/**
 * The form in which e-mail addresses are stored and compared: in lower case, without the spaces that pasting adds, and
 * with the domain in ASCII, as mail servers use it (`user@bücher.example` is `user@xn--bcher-kva.example`).
 * @see RFC 5891 §4.4, Unicode Technical Standard #46
 */
export function normalizeEmail(email: string): string {
  const plain = email.trim().normalize("NFC").toLowerCase();
  const at = plain.lastIndexOf("@");
  const domain = plain.slice(at + 1);
  // All other domains are in that form already, and a domain of digits would be taken for an IP address.
  if (at === -1 || !/[^\0-\x7f]|(?:^|\.)xn--/.test(domain)) return plain;
  return plain.slice(0, at + 1) + (domainToASCII(domain) || domain);
}

/** RFC 5321 §4.1.2, without quoted local parts and without domains of one label: what the web's forms take. */
const PATTERN =
  /^(?!\.)(?!.*\.\.)[a-z0-9.!#$%&'*+/=?^_`{|}~-]+(?<!\.)@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Whether that form is an address that mail can be sent to. */
export function isMailAddress(normalized: string): boolean {
  return normalized.length <= 254 && PATTERN.test(normalized);
}
