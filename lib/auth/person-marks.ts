import { readCookies, serializeCookie } from "@/lib/http/cookies";
import { deriveValues } from "@/lib/keys/secret";

/** The most people that a browser keeps a mark of. */
const MAX_PEOPLE = 5;

/**
 * Something that a browser keeps about people: a keyed hash of each in one cookie. The cookie is worthless in another
 * browser, and tells nobody about whom it is.
 */
export interface PersonMark {
  cookie: "known" | "passkey_declined";
  /** the purpose of the key */
  purpose: "known-browser" | "passkey-declined";
}

/** What a mark is made of: it is another one when any of these is another one. */
export interface MarkOf {
  userId: string;
  browserToken: string;
  /** what else has to be as it was */
  asOf?: readonly number[];
}

/** The mark, and what it was or will be under the other secret while the portal's is being changed. */
function makeMarks({ purpose }: PersonMark, { userId, browserToken, asOf = [] }: MarkOf): string[] {
  const values = deriveValues(purpose, JSON.stringify([userId, browserToken, ...asOf]));
  return values.map((value) => value.slice(0, 22));
}

function readMarks({ cookie }: PersonMark, source: Request | Headers): string[] {
  return readCookies(source, cookie).flatMap((value) => value.split(".").slice(0, MAX_PEOPLE));
}

/** Whether this browser has the mark. */
export function hasMark(kind: PersonMark, source: Request | Headers, of: MarkOf): boolean {
  const marks = makeMarks(kind, of);
  return readMarks(kind, source).some((each) => marks.includes(each));
}

/** The value of the cookie that gives this browser the mark, besides those of other people. */
export function withMark(kind: PersonMark, source: Request | Headers, of: MarkOf): string {
  const marks = makeMarks(kind, of);
  const others = readMarks(kind, source).filter((known) => !marks.includes(known));
  return [marks[0], ...others].slice(0, MAX_PEOPLE).join(".");
}

/** The same as a `Set-Cookie` value. */
export function addMark(kind: PersonMark, source: Request | Headers, of: MarkOf): string {
  return serializeCookie(kind.cookie, withMark(kind, source, of));
}
