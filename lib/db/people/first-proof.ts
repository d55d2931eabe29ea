import { lockUser } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";
import type { Prisma } from "../generated/client";
import { removeConsentIn } from "./consents";
import { voidMailedCodes } from "./email-codes";
import { endAllAccess } from "./standing";

/** What the first proof of an address took away of what was in the account before. */
export interface FirstProof {
  /** there was a password, a passkey, an authenticator app, an account elsewhere or a session */
  hadWaysIn: boolean;
  endedSessions: number;
}

/**
 * Uses up the code or the link of a mailed sign-in, and proves the address by it, both or nothing. `null`: it was used, has
 * expired or was mailed to an address that the account no longer has. `firstProof` is null where the address was proved
 * before, and where the account is suspended: then nobody gets in, and nothing is changed. True for exactly one of any number
 * of callers.
 */
export async function useSignInCode(
  { codeId, userId }: { codeId: string; userId: string },
  now: Date,
): Promise<{ firstProof: FirstProof | null } | null> {
  return await inTransaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (!user) return null;
    const { count } = await tx.emailCode.updateMany({
      where: { id: codeId, userId, email: user.email, consumedAt: null, expiresAt: { gt: now } },
      data: { consumedAt: now },
    });
    if (count !== 1) return null;
    const isOpen = (await tx.user.count({ where: { id: userId, suspendedAt: null } })) === 1;
    return { firstProof: isOpen ? await proveAddress(tx, userId, now) : null };
  });
}

/**
 * In a transaction that holds the person's row and has used up what was mailed to their address: the address is proved. If it
 * is so for the first time, whoever used the account before may have been somebody else, who registered the address of another
 * person elsewhere. So every way in goes, with all sessions, and all that apps were allowed; and what is under way ends.
 * @returns null where the address was proved before
 */
export async function proveAddress(
  tx: Prisma.TransactionClient,
  userId: string,
  now: Date,
): Promise<FirstProof | null> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, emailVerifiedAt: null },
    data: { emailVerifiedAt: now, browsersForgottenAt: now },
  });
  if (count === 0) return null;
  const where = { userId };
  const removed = [
    await tx.user.updateMany({
      where: { id: userId, passwordHash: { not: null } },
      data: { passwordHash: null, passwordChangedAt: now },
    }),
    await tx.passkey.deleteMany({ where }),
    await tx.authenticator.deleteMany({ where }),
    await tx.recoveryCode.deleteMany({ where }),
    await tx.upstreamLink.deleteMany({ where }),
    await tx.rememberedBrowser.deleteMany({ where }),
  ];
  await voidMailedCodes(tx, userId, now);
  const consents = await tx.consent.findMany({ where, select: { clientId: true }, orderBy: { clientId: "asc" } });
  for (const { clientId } of consents) await removeConsentIn(tx, { userId, clientId }, now);
  const endedSessions = await endAllAccess(tx, userId, now);
  return { hadWaysIn: endedSessions > 0 || removed.some((each) => each.count > 0), endedSessions };
}
