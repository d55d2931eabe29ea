import { lockUser } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";

/** A new password for somebody who got back in by a code or a link. */
export interface PasswordReset {
  /** the row that is used up */
  codeId: string;
  userId: string;
  passwordHash: string;
  /** the code or the link came by mail, so the address is the person's */
  provesEmail: boolean;
}

/**
 * Uses up the code or the link, stores the new password, invalidates every other code and link of the person, and
 * forgets the browsers that they signed in with and those that stand for a second factor, all or nothing. False, with
 * nothing written, when it was used or has expired, or the account is suspended. True for exactly one of any number of
 * callers.
 */
export async function resetPassword({ codeId, userId, passwordHash, provesEmail }: PasswordReset, now: Date) {
  return inTransaction(async (tx) => {
    await lockUser(tx, userId);
    const unused = { userId, consumedAt: null };
    const used = await tx.emailCode.updateMany({
      where: { ...unused, id: codeId, expiresAt: { gt: now }, user: { suspendedAt: null } },
      data: { consumedAt: now },
    });
    if (used.count !== 1) return false;
    await tx.emailCode.updateMany({ where: unused, data: { consumedAt: now } });
    await tx.user.update({
      where: { id: userId },
      data: { passwordHash, passwordChangedAt: now, browsersForgottenAt: now },
      select: { id: true },
    });
    await tx.rememberedBrowser.deleteMany({ where: { userId } });
    if (provesEmail) {
      await tx.user.updateMany({ where: { id: userId, emailVerifiedAt: null }, data: { emailVerifiedAt: now } });
    }
    return true;
  });
}
