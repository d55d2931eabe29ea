import { findOwnFactors } from "@/lib/db/people/own-factors";
import { passkeyOfferForm } from "./auth-forms";
import { addMark, hasMark, type PersonMark } from "./person-marks";
import { isSecondFactorOffered } from "./second-factor-policy";

/**
 * Not now, of one person in one browser. The answer is about this device: whoever wants no passkey on a computer that
 * they unlock by a password may want one on their phone. So it is kept where it was given, and takes no row.
 */
const DECLINED: PersonMark = { cookie: "passkey_declined", purpose: "passkey-declined" };

/** Who may be offered a passkey, and where. */
export interface OfferedTo {
  request: Request;
  browserToken: string;
  userId: string;
  /** the browser said, with the form, that its device can make passkeys; without JavaScript it does not */
  isAble: boolean;
}

/**
 * The page that offers a passkey to somebody who has just made an account or chosen a new password; null: there is
 * nothing to offer, or they did not want it in this browser before.
 */
export async function findPasskeyOffer({
  request,
  browserToken,
  userId,
  isAble,
}: OfferedTo): Promise<`/${string}` | null> {
  if (!isAble || hasMark(DECLINED, request, { userId, browserToken })) return null;
  return (await canAddFirstPasskey(userId)) ? passkeyOfferForm.page : null;
}

/** Whether people can add passkeys here, and this person has none. */
export async function canAddFirstPasskey(userId: string): Promise<boolean> {
  const [isOffered, { passkeyCount }] = await Promise.all([isSecondFactorOffered(), findOwnFactors(userId)]);
  return isOffered && passkeyCount === 0;
}

/** Not now. @returns the `Set-Cookie` value */
export function declinePasskey({ request, browserToken, userId }: Omit<OfferedTo, "isAble">): string {
  return addMark(DECLINED, request, { userId, browserToken });
}
