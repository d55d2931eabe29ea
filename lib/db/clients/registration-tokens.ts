import { getDb } from "../driver/database";
import { isUniqueViolation } from "../driver/unique-violation";

/** An initial access token, as it is made. */
export interface NewRegistrationToken {
  id: string;
  tokenHash: string;
  note: string | null;
  /** null: any number */
  usesLeft: number | null;
  expiresAt: Date | null;
  /** what is registered with it is verified from the start */
  isTrusted: boolean;
  /** null: the operator */
  createdById: string | null;
}

/** An initial access token as the operator sees it. Its value is stored nowhere. */
export interface RegistrationTokenSummary extends Omit<NewRegistrationToken, "tokenHash" | "createdById"> {
  /** null: the operator, or an account that is gone */
  createdByEmail: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** False, with nothing written, when there is one with this id (a form that was sent twice). */
export async function createRegistrationToken(token: NewRegistrationToken): Promise<boolean> {
  const db = await getDb();
  try {
    await db.registrationToken.create({ data: token, select: { id: true } });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** All that the sweep has not deleted, newest first. */
export async function listRegistrationTokens(): Promise<RegistrationTokenSummary[]> {
  const db = await getDb();
  const rows = await db.registrationToken.findMany({
    select: {
      id: true,
      note: true,
      usesLeft: true,
      isTrusted: true,
      createdAt: true,
      lastUsedAt: true,
      expiresAt: true,
      revokedAt: true,
      createdBy: { select: { email: true } },
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  return rows.map(({ createdBy, ...row }) => ({ ...row, createdByEmail: createdBy?.email ?? null }));
}

/** True for the call that revoked it; false when there is no such token, or it was revoked before. */
export async function revokeRegistrationToken(id: string, now: Date): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.registrationToken.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: now },
  });
  return count === 1;
}
