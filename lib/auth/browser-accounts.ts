import { findSessionsByTokens, type KnownSession, revokeSession } from "@/lib/db/people/sessions";
import { clearCookie, readCookies, serializeCookie } from "@/lib/http/cookies";
import { hashSecret } from "@/lib/oauth/secrets";
import { getSessionLimits, isWithin } from "./session-limits";

/** The most accounts in one browser. Beyond that, the least recently used one is dropped. */
export const MAX_ACCOUNTS = 5;
/** The most tokens that are looked up: it leaves room for cookies of the same names that are not ours. */
const MAX_TOKENS = 3 * MAX_ACCOUNTS;

/** Somebody who signed in with this browser and is still on its list. */
export interface BrowserAccount extends KnownSession {
  token: string;
  /** false: the session was ended elsewhere, or is over */
  isSignedIn: boolean;
  /** who acts in this browser now */
  isCurrent: boolean;
}

/**
 * The session tokens of a browser, the current one first. Cookies of the same name that are not ours may precede it.
 */
function readTokens(source: Request | Headers): string[] {
  const others = readCookies(source, "accounts").flatMap((value) => value.split(".").slice(0, MAX_ACCOUNTS));
  return [...readCookies(source, "session"), ...others].slice(0, MAX_TOKENS);
}

/** Everybody on this browser's list, the current one first, each person once. */
export async function listBrowserAccounts(source: Request | Headers, now = new Date()): Promise<BrowserAccount[]> {
  const tokens = readTokens(source);
  if (tokens.length === 0) return [];
  const candidates = readCookies(source, "session");
  const known = await findSessionsByTokens(tokens.map(hashSecret));
  const limits = await getSessionLimits();
  const sessions = tokens.flatMap((token) => {
    const session = known.get(hashSecret(token));
    if (!session) return [];
    const isEnded = session.revokedAt !== null || session.isSuspended;
    const isOver = isEnded || session.expiresAt <= now || !isWithin(limits, session, now);
    return [{ ...session, token, isSignedIn: !isOver }];
  });
  const current = sessions.find(({ token, isSignedIn }) => isSignedIn && candidates.includes(token))?.token;
  const live = new Set(sessions.filter(({ isSignedIn }) => isSignedIn).map(({ userId }) => userId));
  const accounts = sessions
    .map((session) => ({ ...session, isCurrent: session.token === current }))
    .filter(({ userId, isSignedIn }) => isSignedIn || !live.has(userId));
  return accounts.filter(({ userId }, index) => accounts.findIndex((each) => each.userId === userId) === index);
}

/** How many people are signed in, in this browser. Asks the database only where there may be more than one. */
export async function countSignedIn(source: Request | Headers, now = new Date()): Promise<number> {
  if (readCookies(source, "accounts").length === 0) return 1;
  return (await listBrowserAccounts(source, now)).filter(({ isSignedIn }) => isSignedIn).length;
}

/** The `Set-Cookie` values that make a browser keep `current` and, beside it, `others`; null: nobody is current. */
export function serializeAccounts(current: string | null, others: readonly string[]): string[] {
  return [
    current === null ? clearCookie("session") : serializeCookie("session", current),
    ...(current === null ? [clearCookie("session_state")] : []),
    others.length === 0 ? clearCookie("accounts") : serializeCookie("accounts", others.join(".")),
  ];
}

/**
 * The sessions that stay when a person signs in: those of the browser's other people, and the person's own live
 * session, which continues. Sessions that no longer fit are ended.
 */
export async function makeRoom(
  request: Request,
  userId: string,
  now: Date,
): Promise<{ ownSessionId: string | null; others: string[] }> {
  const accounts = await listBrowserAccounts(request, now);
  const own = accounts.find((each) => each.userId === userId && each.isSignedIn);
  const others = accounts.filter((each) => each.userId !== userId);
  for (const { sessionId } of others.slice(MAX_ACCOUNTS - 1)) await revokeSession(sessionId, now);
  return { ownSessionId: own?.sessionId ?? null, others: others.slice(0, MAX_ACCOUNTS - 1).map(({ token }) => token) };
}
