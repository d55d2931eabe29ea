import { cleanName } from "../oauth/client/display-name";

/** What mail programs make a link of: a dot or a colon between other characters. */
const LINKING = /(?<=\S)[.:](?=\S)/gu;

/**
 * A name that somebody else chose, for a mail to somebody who may know neither: without characters that disguise it, and
 * without anything that a mail program would make a link of. The words around it put it in quotes.
 */
export function toMailName(name: string): string {
  return cleanName(name).replace(LINKING, (mark) => (mark === "." ? "\u2024" : "\u2236"));
}
