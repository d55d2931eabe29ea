import { randomBytes } from "node:crypto";
import { newId } from "@/lib/db/driver/new-id";
import { noteSeen, toDay } from "@/lib/db/people/directory";
import {
  findSessionByToken,
  insertSession,
  type LiveSession,
  renewSession,
  revokeSession,
  revokeSessionsBeyond,
  touchSession,
} from "@/lib/db/people/sessions";
import { getClientAddress } from "@/lib/http/client-address";
import { clearCookie, readCookies } from "@/lib/http/cookies";
import { hashSecret } from "@/lib/oauth/secrets";
import { makeRoom, serializeAccounts } from "./browser-accounts";
import { getSessionLimits, isWithin, SESSIONS_PER_PERSON } from "./session-limits";
import { showSession } from "./shown-session";

/** Seconds between two updates of a session's last use, so that reading pages does not write rows. */
const TOUCH_INTERVAL = 60;

/**
 * The live session of a browser; null for a suspended person. If several cookies of its name arrive, the first that
 * belongs to a live session counts.
 * @param clientId the client whose consent to read in the same query; null: none
 */
export async function findSession(
  source: Request | Headers,
  now = new Date(),
  clientId: string | null = null,
): Promise<LiveSession | null> {
  for (const token of readCookies(source, "session")) {
    const found = await findSessionByToken(hashSecret(token), now, clientId);
    if (!found || found.user.suspendedAt) continue;
    if (!isWithin(await getSessionLimits(), found.session, now)) continue;
    const { lastSeenAt } = found.session;
    // In both directions: a use that a fast clock dated in the future must not stand until then.
    if (Math.abs(now.getTime() - lastSeenAt.getTime()) / 1000 > TOUCH_INTERVAL) {
      await touchSession(found.session.sessionId, now);
      if (toDay(lastSeenAt) !== toDay(now)) await noteSeen(found.user.userId, now);
    }
    return found;
  }
  return null;
}

/**
 * Signs a person in, in the browser that sent the request, after they proved who they are. Every proof makes a new
 * token, so an earlier token is worthless (session fixation). The same person keeps the `sid`. Other people of this
 * browser stay on its list. Nobody is signed in when the account was deleted meanwhile. `amr`: RFC 8176 method names. Answers the `Set-Cookie` values.
 * @param authenticatedAt when the oldest of the proofs was given, if that is not now
 */
export async function createSession(
  {
    userId,
    amr,
    request,
    authenticatedAt,
  }: { userId: string; amr: string[]; request: Request; authenticatedAt?: Date | undefined },
  now = new Date(),
): Promise<{ sessionId: string; setCookies: string[] }> {
  const token = randomBytes(32).toString("base64url");
  const proof = {
    tokenHash: hashSecret(token),
    authenticatedAt: authenticatedAt ?? now,
    lastSeenAt: now,
    amr,
    ipAddress: getClientAddress(request),
    userAgent: request.headers.get("user-agent")?.slice(0, 300) ?? null,
    expiresAt: new Date((authenticatedAt ?? now).getTime() + (await getSessionLimits()).absolute),
  };
  const { ownSessionId, others } = await makeRoom(request, userId, now);
  const setCookies = serializeAccounts(token, others);
  await noteSeen(userId, now);
  if (ownSessionId && (await renewSession(ownSessionId, proof))) return { sessionId: ownSessionId, setCookies };
  const sessionId = newId(now.getTime());
  await insertSession({ sessionId, userId, createdAt: now, ...proof });
  await revokeSessionsBeyond(userId, SESSIONS_PER_PERSON, now);
  return { sessionId, setCookies };
}

/** Ends a session for good. Answers the `Set-Cookie` values that clear it from the browser. */
export async function endSession(sessionId: string, now = new Date()): Promise<string[]> {
  await revokeSession(sessionId, now);
  return [clearCookie("session"), showSession(null)];
}
