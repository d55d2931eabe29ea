import { lockUser } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";
import { Prisma } from "../generated/client";
import { endSessions } from "./end-sessions";
import type { Reach } from "./reach";

/**
 * Removes everything that stands for a second factor of a person: authenticator apps, passkeys, recovery codes and remembered
 * browsers; and the accounts elsewhere that sign them in, because somebody else may have added one. Their sessions end, with a notice to each app that wants one, and every sign-in and change of factors that is
 * under way. All or nothing.
 */
export async function removeSecondFactors(
  userId: string,
  reach: Reach,
  now: Date,
): Promise<{ removed: number; links: number; sessions: number } | "missing" | "beyond"> {
  return inTransaction(async (tx) => {
    if (!(await lockUser(tx, userId))) return "missing";
    const { isAdmin } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { isAdmin: true } });
    if (isAdmin && reach !== "everybody") return "beyond";
    const where = { userId };
    const authenticators = await tx.authenticator.deleteMany({ where: { userId, confirmedAt: { not: null } } });
    await tx.authenticator.deleteMany({ where });
    const passkeys = await tx.passkey.deleteMany({ where });
    await tx.recoveryCode.deleteMany({ where });
    await tx.rememberedBrowser.deleteMany({ where });
    const links = await tx.upstreamLink.deleteMany({ where });
    await tx.user.update({ where: { id: userId }, data: { browsersForgottenAt: now }, select: { id: true } });
    const sessions = await endSessions(Prisma.sql`user_id = ${userId}::uuid`, now, tx);
    return { removed: authenticators.count + passkeys.count, links: links.count, sessions };
  });
}
