import { lockUser } from "../driver/lock-row";
import { inTransaction } from "../driver/transaction";
import { dropPendingAuthenticators } from "./authenticators";
import { makerStillMay, voidMailedCodes } from "./email-codes";
import { type FirstProof, proveAddress } from "./first-proof";

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
 * undoes a change of the address stays. What came by mail proves the address, as {@link proveAddress} says. Null, with nothing
 * written, when the code or link was used, has expired or was mailed to an address that the account no longer has, the
 * account is suspended, or whoever made the link may no longer do so. Not null for exactly one of any number of callers.
 * @returns with `firstProof` null where the address was proved before, or is not by this
 */
export async function resetPassword(
  { codeId, userId, passwordHash, provesEmail }: PasswordReset,
  now: Date,
): Promise<{ firstProof: FirstProof | null } | null> {
  return inTransaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (!user) return null;
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
    if (used.count !== 1) return null;
    await voidMailedCodes(tx, userId, now);
    const firstProof = provesEmail ? await proveAddress(tx, userId, now) : null;
    await tx.user.update({
      where: { id: userId },
      data: { passwordHash, passwordChangedAt: now, browsersForgottenAt: now },
      select: { id: true },
    });
    await tx.rememberedBrowser.deleteMany({ where: { userId } });
    await dropPendingAuthenticators(tx, userId);
    return { firstProof };
  });
}
