import { lockUser } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";
import { dropPendingAuthenticators } from "./authenticators";
import { makerStillMay, voidMailedCodes } from "./email-codes";

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
 * forgets the browsers that they signed in with and those that stand for a second factor, all or nothing. A link that
 * undoes a change of the address stays. False, with nothing written, when the code or link was used, has expired or was
 * mailed to an address that the account no longer has, the account is suspended, or whoever made the link may no longer do so. True for exactly one of any number
 * of callers.
 */
export async function resetPassword({ codeId, userId, passwordHash, provesEmail }: PasswordReset, now: Date) {
  return inTransaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (!user) return false;
    const used = await tx.emailCode.updateMany({
      where: {
        userId,
        consumedAt: null,
        id: codeId,
        email: user.email,
        expiresAt: { gt: now },
        user: { suspendedAt: null },
        ...makerStillMay,
      },
      data: { consumedAt: now },
    });
    if (used.count !== 1) return false;
    await voidMailedCodes(tx, userId, now);
    await tx.user.update({
      where: { id: userId },
      data: { passwordHash, passwordChangedAt: now, browsersForgottenAt: now },
      select: { id: true },
    });
    await tx.rememberedBrowser.deleteMany({ where: { userId } });
    await dropPendingAuthenticators(tx, userId);
    if (provesEmail) {
      await tx.user.updateMany({ where: { id: userId, emailVerifiedAt: null }, data: { emailVerifiedAt: now } });
    }
    return true;
  });
}
