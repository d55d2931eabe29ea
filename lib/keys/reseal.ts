import { readKeptKeysAgain } from "../db/driver/database";
import { countSealedOtherwise, replaceSealed } from "../db/portal/sealed-rows";
import { getEnv } from "../env";
import { chooseSigner } from "./choose-signer";
import { listKeptKeys, newestKeptKey } from "./kept-keys";
import { openValue, SEALED, type Sealed, sealedStart, sealValue } from "./sealed-value";
import { getMasterKey, identifySecret } from "./secret";
import { SignerAwayError } from "./signer-client";

/** Values that are encrypted again in one transaction. */
const BATCH = 200;

/**
 * How long what is sealed outside the database lives at most, in milliseconds: sign-ins under way, forms, mailed codes,
 * and mails that wait for their server.
 */
const SEALED_LIFE_MS = 24 * 3_600_000;

/** How many values of each kind are not yet encrypted under `PORTICO_SECRET`. */
export type LeftToReseal = Record<Sealed, number>;

/** How far a change of the secret has come. */
export interface SecretChange {
  left: LeftToReseal;
  /** whether no secret came after `PORTICO_SECRET`, as far as the database knows */
  isNewest: boolean;
  /** after this, nothing needs the previous secret, if nothing is left and no instance still seals under it */
  freeAt: Date;
}

/** How far the change of the secret is; null: it is not being changed. */
export async function findSecretChange(): Promise<SecretChange | null> {
  if (getEnv().previousSecret === null) return null;
  // Another instance may have begun the change since this one started.
  await readKeptKeysAgain();
  const counts = SEALED.map(async (kind) => [kind, await countSealedOtherwise(kind, sealedStart(kind))] as const);
  const left = Object.fromEntries(await Promise.all(counts)) as LeftToReseal;
  const own = identifySecret(getMasterKey());
  const isUnknown = listKeptKeys("audit-chain").every(({ madeUnder }) => madeUnder !== own);
  const { madeUnder, createdAt } = newestKeptKey("audit-chain");
  return { left, isNewest: madeUnder === own || isUnknown, freeAt: new Date(createdAt.getTime() + SEALED_LIFE_MS) };
}

/** How many values of all kinds are left. */
export const countLeft = ({ left }: SecretChange) => SEALED.reduce((sum, kind) => sum + left[kind], 0);

const NAMES: Record<Sealed, string> = {
  "signing-keys": "signing keys",
  authenticators: "keys of authenticator apps",
  "client-secrets": "secrets of apps",
  upstreams: "secrets for signing in elsewhere",
  "event-authorizations": "headers for the events of apps",
  "kept-keys": "keys of the portal itself",
};

/** How many values were encrypted again, as a sentence for the operator. */
export function describeResealed(count: number): string {
  return count === 1 ? "One value was encrypted again." : `${count} values were encrypted again.`;
}

/** For the operator: what the change of the secret waits for. */
export function describeSecretChange(change: SecretChange): string {
  if (!change.isNewest) {
    return "PORTICO_SECRET_PREVIOUS is the newer of the two secrets: swap the values of the two variables on this instance.";
  }
  if (countLeft(change) === 0) {
    return `Nothing in the database needs PORTICO_SECRET_PREVIOUS. If that is the secret before this one, you can remove it after ${change.freeAt.toISOString()}, once no instance has had it as PORTICO_SECRET for a day.`;
  }
  const kinds = SEALED.filter((kind) => change.left[kind] > 0).map((kind) => `${NAMES[kind]} (${change.left[kind]})`);
  return `PORTICO_SECRET_PREVIOUS is still needed. Not yet encrypted under PORTICO_SECRET: ${kinds.join(", ")}. A running portal encrypts them again within ten minutes; npm run portico -- keys reseal does it now.`;
}

/** The same value under the newest secret. */
async function resealValue(kind: Sealed, jwe: string): Promise<string> {
  if (kind === "signing-keys") return chooseSigner().reseal(jwe);
  return sealValue(kind, await openValue(kind, jwe));
}

/** What {@link reseal} did. */
export interface Resealed {
  /** values that were encrypted again */
  replaced: number;
  /** values that none of the secrets opens, so that they stay as they are */
  unreadable: number;
}

/**
 * Encrypts everything in the database under `PORTICO_SECRET` that is encrypted under the secret before it, a batch at a
 * time. It can be ended at any moment and run again. Does nothing while the secret is not being changed, and where another
 * instance is doing this or has a newer secret.
 * @param signal ends it after the batch that is under way
 */
export async function reseal(signal?: AbortSignal): Promise<Resealed> {
  const done: Resealed = { replaced: 0, unreadable: 0 };
  const change = await findSecretChange();
  if (!change?.isNewest) return done;
  for (const kind of SEALED.filter((each) => change.left[each] > 0)) {
    const again = async (jwe: string) => {
      // Foreign or damaged: it is counted, and must not keep the others from being encrypted.
      return resealValue(kind, jwe).catch((error: unknown) => {
        if (error instanceof SignerAwayError) throw error;
        done.unreadable += 1;
        return null;
      });
    };
    for (let after: string | null = ""; after !== null && !signal?.aborted; ) {
      const batch = await replaceSealed(kind, { start: sealedStart(kind), after, limit: BATCH }, again);
      if (batch === null) return done;
      done.replaced += batch.replaced;
      after = batch.last;
    }
  }
  return done;
}
