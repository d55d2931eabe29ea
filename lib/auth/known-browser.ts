import { createHmac } from "node:crypto";
import type { User } from "@/lib/db/people/users";
import { readCookies, serializeCookie } from "@/lib/http/cookies";
import { deriveKey } from "@/lib/keys/secret";

/** The most people that a browser remembers. */
const MAX_PEOPLE = 5;

/** Whom a browser remembers. */
type Remembered = Pick<User, "userId" | "browsersForgottenAt">;

function markOf({ userId, browsersForgottenAt }: Remembered, browserToken: string): string {
  const key = deriveKey("known-browser");
  return createHmac("sha256", key)
    .update(JSON.stringify([userId, browserToken, ...(browsersForgottenAt ? [browsersForgottenAt.getTime()] : [])]))
    .digest("base64url")
    .slice(0, 22);
}

function readMarks(source: Request | Headers): string[] {
  return readCookies(source, "known").flatMap((value) => value.split(".").slice(0, MAX_PEOPLE));
}

/** Whether this person signed in with this browser before. The cookie is worthless in another browser. */
export function isKnownBrowser(source: Request | Headers, user: Remembered, browserToken: string): boolean {
  return readMarks(source).includes(markOf(user, browserToken));
}

/** The `Set-Cookie` value that makes the browser remember that this person signed in. */
export function rememberPerson(source: Request | Headers, user: Remembered, browserToken: string): string {
  const mark = markOf(user, browserToken);
  const marks = [mark, ...readMarks(source).filter((known) => known !== mark)].slice(0, MAX_PEOPLE);
  return serializeCookie("known", marks.join("."));
}
