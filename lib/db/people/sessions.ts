import type { Consent } from "../../oauth/model";
import { getDb, runStatement } from "../driver/database";
import { isForeignKeyViolation } from "../driver/foreign-key-violation";
import { recordset, toRecordset } from "../driver/sql";
import { createStatementBatcher } from "../driver/statement-batcher";
import { type PartRow, Table } from "../driver/table";
import { inTransaction } from "../driver/transaction";
import { Prisma } from "../generated/client";
import type { Rows } from "../generated/tables";
import { CONSENT_COLUMNS, type ConsentColumns, toConsent } from "../protocol/consent-rows";
import { revokeAllAccess } from "../protocol/revoke-all";
import { endSessions } from "./end-sessions";
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

/** False: the account is gone, and there is no session. */
export async function insertSession({ sessionId, ...session }: NewSession): Promise<boolean> {
  const db = await getDb();
  try {
    await db.session.create({ data: { id: sessionId, ...session }, select: { id: true } });
    return true;
  } catch (error) {
    if (isForeignKeyViolation(error)) return false;
    throw error;
  }
}

/** What is read of a live session, and of its person: every request of somebody signed in reads it. */
const LIVE_FIELDS = ["id", "userId", "authenticatedAt", "amr", "lastSeenAt", "expiresAt"] as const;
const PERSON_FIELDS = [
  "email",
  "name",
  "locale",
  "pictureKey",
  "isAdmin",
  "isSupport",
  "suspendedAt",
  "browsersForgottenAt",
] as const;
const session = new Table<"Session", Rows["Session"]>("Session").only("s", LIVE_FIELDS);
const user = new Table<"User", Rows["User"]>("User").only("u", PERSON_FIELDS);

type LiveRow = PartRow<typeof session> & PartRow<typeof user> & ConsentColumns & { n: number };

const findLive = {
  name: "find-sessions",
  text: `
    SELECT i.n, ${session.selected}, ${user.selected}, ${CONSENT_COLUMNS}
    FROM ${recordset("$1", "i", "token_hash text, client_id text")}
      JOIN sessions s ON s.token_hash = i.token_hash JOIN users u ON u.id = s.user_id
      LEFT JOIN consents c ON c.user_id = s.user_id AND c.client_id = i.client_id
    WHERE s.revoked_at IS NULL`,
};

const findLiveSessions = createStatementBatcher(async (items: { tokenHash: string; clientId: string | null }[]) => {
  const keys = items.map(({ tokenHash, clientId }) => ({ token_hash: tokenHash, client_id: clientId }));
  const answers: (LiveRow | null)[] = items.map(() => null);
  for (const row of await runStatement<LiveRow>(findLive, [toRecordset(keys)])) answers[row.n] = row;
  return answers;
});

/** A live session, its person, and what that person allowed the given client. */
export interface LiveSession {
  session: Pick<Session, "sessionId" | Exclude<(typeof LIVE_FIELDS)[number], "id">>;
  user: Pick<User, "userId" | (typeof PERSON_FIELDS)[number]>;
  consent: Consent | null;
}

/**
 * The session and its person, unless it was ended or has expired at `now`. The caller checks idleness.
 * @param clientId the client whose consent to read in the same query; null: none
 */
export async function findSessionByToken(
  tokenHash: string,
  now: Date,
  clientId: string | null,
): Promise<LiveSession | null> {
  const row = await findLiveSessions({ tokenHash, clientId });
  if (!row || row.s_expires_at <= now) return null;
  const { id: sessionId, ...known } = session.read(row);
  const { userId } = known;
  return {
    session: { sessionId, ...known },
    user: { userId, ...user.read(row) },
    consent: toConsent(userId, row),
  };
}

/** A session of a browser, alive or not. */
export interface KnownSession extends Pick<Session, "sessionId" | "userId" | "authenticatedAt" | "amr" | "lastSeenAt"> {
  email: string;
  name: string | null;
  /** of the picture that the person uploaded; null: none */
  pictureKey: string | null;
  /** the language that the person chose for their account, as a BCP 47 tag; null: none */
  locale: string | null;
  expiresAt: Date;
  revokedAt: Date | null;
  isSuspended: boolean;
}

/**
 * Sessions by the hash of their token, including ended ones. A missing entry: there is none, or the sweep deleted it.
 */
export async function findSessionsByTokens(tokenHashes: string[]): Promise<Map<string, KnownSession>> {
  const db = await getDb();
  const rows = await db.session.findMany({
    where: { tokenHash: { in: tokenHashes } },
    select: {
      id: true,
      tokenHash: true,
      userId: true,
      authenticatedAt: true,
      amr: true,
      lastSeenAt: true,
      expiresAt: true,
      revokedAt: true,
      user: { select: { email: true, name: true, pictureKey: true, locale: true, suspendedAt: true } },
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
  change: Pick<
    NewSession,
    "tokenHash" | "authenticatedAt" | "lastSeenAt" | "amr" | "ipAddress" | "userAgent" | "expiresAt"
  >,
): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.session.updateMany({
    where: { id: sessionId, revokedAt: null },
    data: change,
  });
  return count === 1;
}

/** What the person of a live session proved besides, while they were signed in: the session's methods from now on. */
export async function updateSessionMethods(sessionId: string, amr: string[]): Promise<void> {
  const db = await getDb();
  await db.session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { amr } });
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

/**
 * Ends sessions as {@link revokeSession} does, and with them the access that apps have only while their person is there:
 * grants without offline access, their codes and tokens, all or nothing. Answers how many sessions ended.
 * @param devices one of the person's sessions, or all but one
 */
export async function removeDevices(
  userId: string,
  devices: { sessionId: string } | { keptSessionId: string },
  now: Date,
): Promise<number> {
  return inTransaction(async (tx) => {
    const which = "sessionId" in devices ? { id: devices.sessionId } : { id: { not: devices.keptSessionId } };
    const rows = await tx.session.findMany({ where: { ...which, userId, revokedAt: null }, select: { id: true } });
    const ids = rows.map(({ id }) => id);
    const count = await endSessions(Prisma.sql`id = ANY(${ids}::uuid[])`, now, tx);
    await revokeAllAccess(tx, { sessionId: { in: ids }, offlineAccess: false }, now);
    return count;
  });
}

/** Ends a person's sessions but the `kept` that were used last; answers how many. */
export async function revokeSessionsBeyond(userId: string, kept: number, now: Date): Promise<number> {
  const beyond = Prisma.sql`
    SELECT id FROM sessions WHERE user_id = ${userId}::uuid AND revoked_at IS NULL AND expires_at > ${now}::timestamptz
    ORDER BY last_seen_at DESC, id DESC OFFSET ${kept}`;
  return endSessions(Prisma.sql`id IN (${beyond})`, now);
}

/** Whether the person was ever signed in otherwise, as far as that is kept. */
export async function hasOtherSession(userId: string, sessionId: string): Promise<boolean> {
  const db = await getDb();
  return (await db.session.findFirst({ where: { userId, id: { not: sessionId } }, select: { id: true } })) !== null;
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
