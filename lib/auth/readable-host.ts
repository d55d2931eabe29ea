import { domainToUnicode } from "node:url";
import { replaceConfusables } from "../db/clients/name-skeleton";
import { mixesAlphabets } from "../oauth/client/display-name";

/** A host in readable letters; unchanged if it is not encoded or cannot be decoded. @see RFC 3492 */
export function decodeHost(host: string): string {
  return domainToUnicode(host) || host;
}

/** An e-mail address with its domain in readable letters. */
export function decodeEmail(email: string): string {
  const at = email.lastIndexOf("@") + 1;
  return email.slice(0, at) + decodeHost(email.slice(at));
}

const ASCII = /^[ -~]*$/;

/**
 * Whether a host passes for another one in its own letters: a part mixes alphabets, or consists of letters that all look
 * like Latin ones, such as "аррӏе" in Cyrillic.
 * @see Unicode Technical Standard #39 §4, §5.1
 */
export function isDeceptiveHost(host: string): boolean {
  return decodeHost(host)
    .split(".")
    .some((label) => !ASCII.test(label) && (mixesAlphabets(label) || ASCII.test(replaceConfusables(label))));
}
