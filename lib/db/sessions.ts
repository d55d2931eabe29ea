import type { Consent } from "../oauth/model";
import { createBatcher } from "./batch";
import { getDb, runStatement } from "./client";
import { type ConsentColumns, consentColumns, toConsent } from "./consent-rows";
import { endSessions } from "./end-sessions";
import { Prisma } from "./generated/client";
import { recordset, toRecordset } from "./sql";
import type { User } from "./users";

/** A signed-in browser. */
export interface Session {
  /** also the `sid` claim */
  sessionId: string;
  userId: string;
  /** when the person last proved who they are */
  authenticatedAt: Date;
  /** @see RFC 8176 §2 */
  amr: string[];
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  /** the absolute limit */
  expiresAt: Date;
}

export interface NewSession extends Session {
  tokenHash: string;
}

const sessionSelect = {
  id: true,
  userId: true,
  authenticatedAt: true,
  amr: true,
  ipAddress: true,
  userAgent: true,
  createdAt: true,
  lastSeenAt: true,
  expiresAt: true,
} satisfies Prisma.SessionSelect;

function toSession({ id, ...rest }: Prisma.SessionGetPayload<{ select: typeof sessionSelect }>): Session {
  return { sessionId: id, ...rest };
}

export async function insertSession({ sessionId, ...session }: NewSession): Promise<void> {
  const db = await getDb();
  await db.session.create({ data: { id: sessionId, ...session }, select: { id: true } });
}

type LiveRow = Session & Omit<User, "userId" | "createdAt"> & ConsentColumns & { n: number; userCreatedAt: Date };

const findLive = {
  name: "find-sessions",
  text: `
    SELECT i.n, s.id AS "sessionId", s.user_id AS "userId",
      s.authenticated_at AS "authenticatedAt", s.amr, s.ip_address AS "ipAddress", s.user_agent AS "userAgent",
      s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt", s.expires_at AS "expiresAt",
      u.email, u.email_verified_at AS "emailVerifiedAt", u.name, u.is_admin AS "isAdmin",
      u.suspended_at AS "suspendedAt", u.created_at AS "userCreatedAt", ${consentColumns}
    FROM ${recordset("$1", "i", "token_hash text, client_id text")}
      JOIN sessions s ON s.token_hash = i.token_hash JOIN users u ON u.id = s.user_id
      LEFT JOIN consents c ON c.user_id = s.user_id AND c.client_id = i.client_id
    WHERE s.revoked_at IS NULL`,
};

const findLiveSessions = createBatcher(async (items: { tokenHash: string; clientId: string | null }[]) => {
  const keys = items.map(({ tokenHash, clientId }) => ({ token_hash: tokenHash, client_id: clientId }));
  const answers: (LiveRow | null)[] = items.map(() => null);
  for (const row of await runStatement<LiveRow>(findLive, [toRecordset(keys)])) answers[row.n] = row;
  return answers;
});

/** A live session, its person, and what that person allowed the client that was asked about. */
export interface LiveSession {
  session: Session;
  user: User;
  consent: Consent | null;
}

/**
 * The session and its person, unless it was ended or is over at `now`. Idleness is for the caller to judge.
 * @param clientId whose consent to find on the way; null: nobody's
 */
export async function findSessionByToken(
  tokenHash: string,
  now: Date,
  clientId: string | null,
): Promise<LiveSession | null> {
  const row = await findLiveSessions({ tokenHash, clientId });
  if (!row || row.expiresAt <= now) return null;
  const { sessionId, userId, authenticatedAt, amr, ipAddress, userAgent, createdAt, lastSeenAt, expiresAt } = row;
  const { email, emailVerifiedAt, name, isAdmin, suspendedAt, userCreatedAt } = row;
  return {
    session: { sessionId, userId, authenticatedAt, amr, ipAddress, userAgent, createdAt, lastSeenAt, expiresAt },
    user: { userId, email, emailVerifiedAt, name, isAdmin, suspendedAt, createdAt: userCreatedAt },
    consent: toConsent(userId, row),
  };
}

/** A session of a browser, alive or not. */
export interface KnownSession extends Pick<Session, "sessionId" | "userId" | "authenticatedAt" | "amr" | "lastSeenAt"> {
  email: string;
  name: string | null;
  expiresAt: Date;
  revokedAt: Date | null;
  isSuspended: boolean;
}

/** Sessions by the hash of their token, over ones too; absent: there is none, or the sweep took it. */
export async function findSessionsByTokens(tokenHashes: string[]): Promise<Map<string, KnownSession>> {
  const db = await getDb();
  const rows = await db.session.findMany({
    where: { tokenHash: { in: tokenHashes } },
    select: {
      ...{ id: true, tokenHash: true, userId: true, authenticatedAt: true, amr: true },
      ...{ lastSeenAt: true, expiresAt: true, revokedAt: true },
      user: { select: { email: true, name: true, suspendedAt: true } },
    },
  });
  return new Map(
    rows.map(({ id, tokenHash, user: { suspendedAt, ...person }, ...session }) => [
      tokenHash,
      { ...session, ...person, sessionId: id, isSuspended: suspendedAt !== null },
    ]),
  );
}

/** A new proof in a live session: new token, same `sid`. False when the session had ended. */
export async function renewSession(
  sessionId: string,
  change: Pick<NewSession, "tokenHash" | "authenticatedAt" | "amr" | "ipAddress" | "userAgent" | "expiresAt">,
): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.session.updateMany({
    where: { id: sessionId, revokedAt: null },
    data: { ...change, lastSeenAt: change.authenticatedAt },
  });
  return count === 1;
}

export async function touchSession(sessionId: string, now: Date): Promise<void> {
  const db = await getDb();
  await db.session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { lastSeenAt: now } });
}

/** Ends a session for good; its apps are told. */
export async function revokeSession(sessionId: string, now: Date): Promise<void> {
  await endSessions(Prisma.sql`id = ${sessionId}::uuid`, now);
}

/** Ends all of a person's sessions but one; answers how many. */
export async function revokeOtherSessions(userId: string, keptSessionId: string | null, now: Date): Promise<number> {
  const others = keptSessionId === null ? Prisma.empty : Prisma.sql`AND id <> ${keptSessionId}::uuid`;
  return endSessions(Prisma.sql`user_id = ${userId}::uuid ${others}`, now);
}

/** A person's live sessions, the last used first. */
export async function listSessions(userId: string, now: Date): Promise<Session[]> {
  const db = await getDb();
  const rows = await db.session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: now } },
    orderBy: { lastSeenAt: "desc" },
    select: sessionSelect,
  });
  return rows.map(toSession);
}
