import { cookies, headers } from "next/headers";
import type { User } from "@/lib/db/people/users";
import { readBrowserTokens } from "@/lib/http/browser-cookie";
import { getCookieName, getCookieOptions } from "@/lib/http/cookies";
import { addMark, hasMark, type MarkOf, type PersonMark, withMark } from "./person-marks";

const KNOWN: PersonMark = { cookie: "known", purpose: "known-browser" };

/** Whom a browser remembers. */
type Remembered = Pick<User, "userId" | "browsersForgottenAt">;

function toMark({ userId, browsersForgottenAt }: Remembered, browserToken: string): MarkOf {
  return { userId, browserToken, asOf: browsersForgottenAt ? [browsersForgottenAt.getTime()] : [] };
}

/** Whether this person signed in with this browser before. The cookie is worthless in another browser. */
export function isKnownBrowser(source: Request | Headers, user: Remembered, browserToken: string): boolean {
  return hasMark(KNOWN, source, toMark(user, browserToken));
}

/** The `Set-Cookie` value that makes the browser remember that this person signed in. */
export function rememberPerson(source: Request | Headers, user: Remembered, browserToken: string): string {
  return addMark(KNOWN, source, toMark(user, browserToken));
}

/** In a Server Action that made every browser of the person unknown: this one, where they are, they still know. */
export async function rememberPersonHere(user: Remembered): Promise<void> {
  const sent = await headers();
  const [browserToken = ""] = readBrowserTokens(sent);
  const value = withMark(KNOWN, sent, toMark(user, browserToken));
  (await cookies()).set(getCookieName(KNOWN.cookie), value, getCookieOptions(KNOWN.cookie));
}
