import { recordEvent } from "@/lib/db/audit/events";
import { isUserUnchanged, type User } from "@/lib/db/people/users";
import { sourceOf } from "@/lib/http/act-source";
import { seeOther, withCookies } from "@/lib/http/see-other";
import { continueAuthorization, keepAccount } from "@/lib/oauth/authorize/answer-request";
import type { Authentication } from "@/lib/oauth/model";
import { type Destination, pathFor } from "./destination";
import { pageOf } from "./go-on";
import { rememberPerson } from "./known-browser";
import { getRequestContext } from "./request-context";
import { createSession, endSession } from "./session";
import { showSession } from "./shown-session";
import { tellNewBrowser } from "./tell-new-browser";

/** Who signed in, where they go, and how they proved who they are. */
export interface Arrival {
  /** as they were when they proved it */
  user: User;
  /** the methods of the sign-in, by the names of RFC 8176 */
  amr: string[];
  request: Request;
  browserToken: string;
  /** when the oldest of the proofs was given, if that is not now */
  authenticatedAt?: Date | undefined;
  destination: Destination;
  /** a page that the person has to see first and that leads on to the destination; null: none */
  by?: `/${string}` | null;
}

/**
 * Starts the session of a person who proved everything that is required, and sends the browser on to its destination,
 * which may be the client. Only {@link acceptProof} decides that the proofs are enough.
 * @returns null, with no session, when the account was suspended, its password changed or its old address came back
 *   since the proof
 */
export async function arrive(
  { user, amr, request, browserToken, destination, authenticatedAt = undefined, by = null }: Arrival,
  now = new Date(),
): Promise<Response | null> {
  const { sessionId, setCookies } = await createSession({ userId: user.userId, amr, request, authenticatedAt }, now);
  // Whoever replaces a password, or takes the old address back, ends the sessions that there are. One that is made a
  // moment later must not outlive that.
  if (!(await isUserUnchanged(user))) {
    await endSession(sessionId, now);
    return null;
  }
  await recordEvent(
    {
      type: "sign_in.succeeded",
      outcome: "ok",
      userId: user.userId,
      data: { sessionId, amr },
    },
    sourceOf(request),
  );
  await tellNewBrowser({ user, amr, request, browserToken, sessionId }, now);
  const cookies = [...setCookies, showSession(sessionId), rememberPerson(request, user, browserToken)];
  if (!destination.requestId) return seeOther(by ? pathFor(by, destination) : pageOf(destination), cookies);
  const { userId, locale } = user;
  const provedAt = authenticatedAt ?? now;
  const authentication: Authentication = { sessionId, userId, authenticatedAt: provedAt, amr, accountCount: 1, locale };
  const context = await getRequestContext(request, user);
  if (by) {
    await keepAccount(destination.requestId, browserToken, authentication, context);
    return seeOther(pathFor(by, destination), cookies);
  }
  return withCookies(
    await continueAuthorization(destination.requestId, browserToken, authentication, context),
    cookies,
  );
}
