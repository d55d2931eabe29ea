import { createHmac } from "node:crypto";
import { readCookies, serializeCookie } from "@/lib/http/cookies";
import { deriveKey } from "@/lib/keys/secret";

/** People a browser remembers at most. */
const maxPeople = 5;

function markOf(userId: string, browserToken: string): string {
  const key = deriveKey("known-browser");
  return createHmac("sha256", key)
    .update(JSON.stringify([userId, browserToken]))
    .digest("base64url")
    .slice(0, 22);
}

function readMarks(source: Request | Headers): string[] {
  return readCookies(source, "known").flatMap((value) => value.split(".").slice(0, maxPeople));
}

/** Whether this person signed in with this browser before. The mark is worth nothing in another browser. */
export function isKnownBrowser(source: Request | Headers, userId: string, browserToken: string): boolean {
  return readMarks(source).includes(markOf(userId, browserToken));
}

/** The `Set-Cookie` value by which the browser remembers that this person signed in. */
export function rememberPerson(source: Request | Headers, userId: string, browserToken: string): string {
  const mark = markOf(userId, browserToken);
  const marks = [mark, ...readMarks(source).filter((known) => known !== mark)].slice(0, maxPeople);
  return serializeCookie("known", marks.join("."));
}
