import type { Authentication, Consent } from "@/lib/oauth/model";
import { decodeEmail } from "@/lib/oauth/punycode";
import { countSignedIn } from "./browser-accounts";
import { findSession } from "./session";

/** Seconds for which a proof counts as fresh. */
export const freshProofLimit = 600;

/** The person at the browser. */
export interface CurrentUser {
  userId: string;
  /** as people read it */
  email: string;
  name: string | null;
  isAdmin: boolean;
  sessionId: string;
  /** when they last proved who they are */
  authenticatedAt: Date;
  /** how: RFC 8176 method names */
  amr: string[];
}

/** Who is signed in, for route handlers and the protocol. */
export async function findAuthentication(request: Request): Promise<Authentication | null> {
  return (await findAuthenticationFor(request, null))?.authentication ?? null;
}

/** The same, with what the person allowed a client before, in one look at the database. */
export async function findAuthenticationFor(
  request: Request,
  clientId: string | null,
): Promise<{ authentication: Authentication; consent: Consent | null } | null> {
  const found = await findSession(request, new Date(), clientId);
  if (!found) return null;
  const { sessionId, userId, authenticatedAt, amr } = found.session;
  const accountCount = await countSignedIn(request);
  return { authentication: { sessionId, userId, authenticatedAt, amr, accountCount }, consent: found.consent };
}

/** The person who sent this request, for use cases behind route handlers. */
export async function findCurrentUser(source: Request | Headers): Promise<CurrentUser | null> {
  const found = await findSession(source);
  if (!found) return null;
  const { user, session } = found;
  return {
    userId: user.userId,
    email: decodeEmail(user.email),
    name: user.name,
    isAdmin: user.isAdmin,
    sessionId: session.sessionId,
    authenticatedAt: session.authenticatedAt,
    amr: session.amr,
  };
}

/** Whether the last proof is young enough for a change of credentials. */
export function isFresh(user: Pick<CurrentUser, "authenticatedAt">, now = new Date()): boolean {
  // Either way: what a clock noted that ran ahead is not fresh for as long as it was ahead.
  return Math.abs(now.getTime() - user.authenticatedAt.getTime()) <= freshProofLimit * 1000;
}
