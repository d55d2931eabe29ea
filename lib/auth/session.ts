import { createHash, randomBytes } from "node:crypto";
import { newId } from "@/lib/db/new-id";
import {
  findSessionByToken,
  insertSession,
  type LiveSession,
  renewSession,
  revokeSession,
  touchSession,
} from "@/lib/db/sessions";
import { getClientAddress } from "@/lib/http/client-address";
import { clearCookie, readCookies } from "@/lib/http/cookies";
import { makeRoom, serializeAccounts } from "./browser-accounts";
import { sessionAbsoluteLimit, sessionIdleLimit } from "./session-limits";
import { showSession } from "./shown-session";

/** Seconds between two notes of a session's use, so that reading pages does not write rows. */
const touchInterval = 60;

function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/**
 * The live session of a browser; a suspended person has none. Where several cookies of its name arrive, the first that
 * belongs to a live session counts.
 * @param clientId whose consent to find on the way; null: nobody's
 */
export async function findSession(
  source: Request | Headers,
  now = new Date(),
  clientId: string | null = null,
): Promise<LiveSession | null> {
  for (const token of readCookies(source, "session")) {
    const found = await findSessionByToken(hashToken(token), now, clientId);
    if (!found || found.user.suspendedAt) continue;
    const idleFor = (now.getTime() - found.session.lastSeenAt.getTime()) / 1000;
    if (idleFor > sessionIdleLimit) continue;
    if (idleFor > touchInterval) await touchSession(found.session.sessionId, now);
    return found;
  }
  return null;
}

/**
 * Signs a person in, in the browser that sent the request, after they proved who they are. Every proof makes a new
 * token, so a token from before is worth nothing (session fixation). The same person keeps the `sid`;
 * other people of this browser stay on its list, to be chosen again.
 * `amr`: RFC 8176 method names. Answers the `Set-Cookie` values.
 */
export async function createSession(
  { userId, amr, request }: { userId: string; amr: string[]; request: Request },
  now = new Date(),
): Promise<{ sessionId: string; setCookies: string[] }> {
  const token = randomBytes(32).toString("base64url");
  const proof = {
    tokenHash: hashToken(token),
    authenticatedAt: now,
    amr,
    ipAddress: getClientAddress(request),
    userAgent: request.headers.get("user-agent")?.slice(0, 300) ?? null,
    expiresAt: new Date(now.getTime() + sessionAbsoluteLimit * 1000),
  };
  const { ownSessionId, others } = await makeRoom(request, userId, now);
  const setCookies = serializeAccounts(token, others);
  if (ownSessionId && (await renewSession(ownSessionId, proof))) return { sessionId: ownSessionId, setCookies };
  const sessionId = newId(now.getTime());
  await insertSession({ sessionId, userId, createdAt: now, lastSeenAt: now, ...proof });
  return { sessionId, setCookies };
}

/** Ends a session for good; answers the `Set-Cookie` values that clear it from the browser. */
export async function endSession(sessionId: string, now = new Date()): Promise<string[]> {
  await revokeSession(sessionId, now);
  return [clearCookie("session"), showSession(null)];
}
