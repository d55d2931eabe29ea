import { createHash } from "node:crypto";
import { findSessionsByTokens, type KnownSession, revokeSession } from "@/lib/db/sessions";
import { clearCookie, readCookies, serializeCookie } from "@/lib/http/cookies";
import { sessionIdleLimit } from "./session-limits";

/** Accounts that a browser holds at most; the one that was used the longest ago goes first. */
export const maxAccounts = 5;
/** Tokens that are looked up at most: room for cookies of the same names that are not ours. */
const maxTokens = 3 * maxAccounts;

/** Somebody who signed in with this browser, and was not taken off its list since. */
export interface BrowserAccount extends KnownSession {
  token: string;
  /** false: the session was ended elsewhere, or is over */
  isSignedIn: boolean;
  /** who acts in this browser now */
  isCurrent: boolean;
}

/** The session tokens of a browser, the current one first; it may come after others of its name that are not ours. */
function readTokens(source: Request | Headers): string[] {
  const others = readCookies(source, "accounts").flatMap((value) => value.split(".").slice(0, maxAccounts));
  return [...readCookies(source, "session"), ...others].slice(0, maxTokens);
}

/** Everybody on this browser's list, the current one first, each person once. */
export async function listBrowserAccounts(source: Request | Headers, now = new Date()): Promise<BrowserAccount[]> {
  const tokens = readTokens(source);
  if (tokens.length === 0) return [];
  const candidates = readCookies(source, "session");
  const known = await findSessionsByTokens(tokens.map(hashToken));
  const sessions = tokens.flatMap((token) => {
    const session = known.get(hashToken(token));
    if (!session) return [];
    const isIdle = (now.getTime() - session.lastSeenAt.getTime()) / 1000 > sessionIdleLimit;
    const isOver = session.revokedAt !== null || session.expiresAt <= now || session.isSuspended || isIdle;
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

/** The `Set-Cookie` values by which a browser keeps `current` and, beside it, `others`; null: nobody is current. */
export function serializeAccounts(current: string | null, others: readonly string[]): string[] {
  return [
    current === null ? clearCookie("session") : serializeCookie("session", current),
    ...(current === null ? [clearCookie("session_state")] : []),
    others.length === 0 ? clearCookie("accounts") : serializeCookie("accounts", others.join(".")),
  ];
}

/**
 * What stays beside a person who just signed in: the other people of this browser, and that person's own session if it
 * is alive, to go on with. Those that there is no more room for are signed out.
 */
export async function makeRoom(
  request: Request,
  userId: string,
  now: Date,
): Promise<{ ownSessionId: string | null; others: string[] }> {
  const accounts = await listBrowserAccounts(request, now);
  const own = accounts.find((each) => each.userId === userId && each.isSignedIn);
  const others = accounts.filter((each) => each.userId !== userId);
  for (const { sessionId } of others.slice(maxAccounts - 1)) await revokeSession(sessionId, now);
  return { ownSessionId: own?.sessionId ?? null, others: others.slice(0, maxAccounts - 1).map(({ token }) => token) };
}

function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
