import { getDb } from "../driver/database";

/** The factors of an account. */
export interface OwnFactors {
  hasPassword: boolean;
  hasAuthenticator: boolean;
  passkeyCount: number;
  recoveryCodesLeft: number;
}

/** The factors of a person; none for an account that is gone. */
export async function findOwnFactors(userId: string): Promise<OwnFactors> {
  const db = await getDb();
  const row = await db.user.findUnique({
    where: { id: userId },
    select: {
      passwordHash: true,
      _count: {
        select: {
          authenticators: { where: { confirmedAt: { not: null } } },
          passkeys: true,
          recoveryCodes: { where: { usedAt: null } },
        },
      },
    },
  });
  return {
    hasPassword: typeof row?.passwordHash === "string",
    hasAuthenticator: (row?._count.authenticators ?? 0) > 0,
    passkeyCount: row?._count.passkeys ?? 0,
    recoveryCodesLeft: row?._count.recoveryCodes ?? 0,
  };
}
