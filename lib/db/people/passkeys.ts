import { getDb } from "../driver/database";
import { lockUser, lockUserAsOf, type PersonAsOf } from "../driver/lock-row";
import { newId } from "../driver/new-id";
import { inTransaction } from "../driver/transaction";
import { isUniqueViolation } from "../driver/unique-violation";
import { hasFactor } from "./authenticators";

/** What is kept of a passkey when it is made. */
export interface NewPasskey {
  /** as the authenticator names it, base64url */
  credentialId: string;
  /** in COSE form */
  publicKey: Uint8Array<ArrayBuffer>;
  /** of signatures; 0: it counts none */
  counter: number;
  transports: string[];
  /** model of the authenticator, as a UUID */
  aaguid: string;
  /** whether its provider can copy it to other devices */
  isSynced: boolean;
}

export interface Passkey extends NewPasskey {
  passkeyId: string;
  userId: string;
  /** what its person calls it; null: by its provider */
  name: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
}

type Row = Omit<Passkey, "passkeyId" | "counter"> & { id: string; counter: bigint };

function toPasskey({ id, counter, ...row }: Row): Passkey {
  return { passkeyId: id, counter: Number(counter), ...row };
}

/** The most passkeys of one person: more than anybody has devices, and few enough to list. */
export const MOST_PASSKEYS = 50;

/**
 * Stores a passkey. `taken`: there is one of this id already, whoever has it; `full`: the person has
 * {@link MOST_PASSKEYS}; `over`: what ends everything that was begun came between, or the passkey is to be the person's
 * first second factor (`isFirst`) and is not. With any of them, nothing is stored.
 */
export async function insertPasskey(
  { userId, browsersForgottenAt, isFirst }: PersonAsOf & { isFirst: boolean },
  passkey: NewPasskey,
  now: Date,
): Promise<"stored" | "taken" | "full" | "over"> {
  try {
    return await inTransaction(async (tx) => {
      if (!(await lockUserAsOf(tx, { userId, browsersForgottenAt }))) return "over";
      if (isFirst && (await hasFactor(tx, userId))) return "over";
      if ((await tx.passkey.count({ where: { userId } })) >= MOST_PASSKEYS) return "full";
      await tx.passkey.create({
        data: { id: newId(now.getTime()), userId, ...passkey, counter: BigInt(passkey.counter), createdAt: now },
        select: { id: true },
      });
      return "stored";
    });
  } catch (error) {
    if (isUniqueViolation(error)) return "taken";
    throw error;
  }
}

/** All of a person's passkeys, oldest first. */
export async function listPasskeys(userId: string): Promise<Passkey[]> {
  const db = await getDb();
  const rows = await db.passkey.findMany({ where: { userId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  return rows.map(toPasskey);
}

export async function findPasskeyByCredential(credentialId: string): Promise<Passkey | null> {
  const db = await getDb();
  const row = await db.passkey.findUnique({ where: { credentialId } });
  return row && toPasskey(row);
}

/**
 * Notes a use. True if the counter increased, or is 0 as it is for passkeys that count nothing. False if it did not
 * increase, which means that there is a copy of the passkey.
 * @see WebAuthn Level 3 §6.1.1
 */
export async function notePasskeyUse(passkeyId: string, counter: number, now: Date): Promise<boolean> {
  const db = await getDb();
  const next = BigInt(counter);
  const { count } = await db.passkey.updateMany({
    where: { id: passkeyId, counter: counter === 0 ? 0n : { lt: next } },
    data: { counter: next, lastUsedAt: now },
  });
  return count === 1;
}

/** False when this person has no such passkey. */
export async function renamePasskey(userId: string, passkeyId: string, name: string | null): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.passkey.updateMany({ where: { id: passkeyId, userId }, data: { name } });
  return count === 1;
}

/**
 * Removes a passkey, and with the last second factor the recovery codes that stood in for it. `last`: the person could not
 * sign in at all without it, or must keep a second factor and has no other; `gone`: they have no such passkey. Of any
 * number of callers who remove factors at the same time, the last one is the one that is refused.
 */
export async function deletePasskey(
  { userId, passkeyId }: { userId: string; passkeyId: string },
  { mustKeepFactor }: { mustKeepFactor: boolean },
): Promise<"removed" | "last" | "gone"> {
  return await inTransaction(async (tx) => {
    await lockUser(tx, userId);
    const user = await tx.user.findUnique({
      where: { id: userId },
      select: {
        passwordHash: true,
        passkeys: { select: { id: true } },
        _count: { select: { authenticators: { where: { confirmedAt: { not: null } } } } },
      },
    });
    if (!user?.passkeys.some(({ id }) => id === passkeyId)) return "gone";
    const isLastPasskey = user.passkeys.length === 1;
    const isLastFactor = isLastPasskey && user._count.authenticators === 0;
    if ((isLastPasskey && user.passwordHash === null) || (isLastFactor && mustKeepFactor)) return "last";
    await tx.passkey.delete({ where: { id: passkeyId }, select: { id: true } });
    if (isLastFactor) await tx.recoveryCode.deleteMany({ where: { userId } });
    return "removed";
  });
}
