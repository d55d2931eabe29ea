import { createHmac } from "node:crypto";
import type { DerivedPurpose } from "../oauth/context";
import { deriveFrom, getMasterKey, identifySecret } from "./secret";

/**
 * The purposes of keys that outlive the portal's secret. The database keeps them, encrypted under the current secret.
 * What was made with them is compared for months, or by others, so it must not change with the secret.
 */
export const KEPT_PURPOSES = [
  "audit-chain",
  "authorization-code",
  "browser-state",
  "demo",
  "pairwise-subject",
  "password-pepper",
  "rate-limits",
  "recovery-codes",
  "refresh-token",
  "session-state",
] as const satisfies readonly (DerivedPurpose | OwnPurpose)[];

type OwnPurpose = "audit-chain" | "demo" | "password-pepper" | "rate-limits" | "recovery-codes";

export type KeptPurpose = (typeof KEPT_PURPOSES)[number];

/**
 * Purposes that get another key with each new secret, so that the old secret is of no use for what is made from then on.
 * What an older key made is still checked with that key.
 */
export const RENEWED_PURPOSES = ["audit-chain", "password-pepper"] as const satisfies readonly KeptPurpose[];

export type RenewedPurpose = (typeof RENEWED_PURPOSES)[number];

/** A key that the database keeps. */
export interface KeptKey {
  purpose: KeptPurpose;
  /** from 1 */
  generation: number;
  key: Buffer;
  /** names the secret that was the portal's when it was made */
  madeUnder: string;
  createdAt: Date;
}

/** The keys that this process read, for one secret. */
interface Ring {
  master: string;
  keys: KeptKey[];
  readAt: number;
}

// Next.js bundles instrumentation and routes separately, so a module variable would not be shared within the process.
const slot = Symbol.for("portico.kept-keys");
const testsSlot = Symbol.for("portico.kept-keys-of-tests");
const holder = globalThis as { [slot]?: Ring | undefined; [testsSlot]?: boolean };

/** For tests: without an open database, the keys are those of a new portal. */
export function deriveKeptKeys(): void {
  holder[testsSlot] = true;
}

/** Makes this process use what its database keeps; null: it has no database any more. */
export function setKeptKeys(keys: KeptKey[] | null): void {
  holder[slot] = keys === null ? undefined : { master: getMasterKey(), keys, readAt: Date.now() };
}

/** Milliseconds since this process read the keys. */
export function ageOfKeptKeys(): number {
  return Date.now() - (holder[slot]?.readAt ?? 0);
}

/** The keys of a purpose, the oldest first; never none. @throws {Error} before the database was opened */
export function listKeptKeys(purpose: KeptPurpose): KeptKey[] {
  const master = getMasterKey();
  const ring = holder[slot];
  if (ring?.master === master) return ring.keys.filter((each) => each.purpose === purpose);
  if (!holder[testsSlot]) throw new Error(`The key for ${purpose} is in the database, which is not open.`);
  const madeUnder = identifySecret(master);
  return [{ purpose, generation: 1, key: deriveFrom(master, purpose), madeUnder, createdAt: new Date(0) }];
}

/** The first key of a purpose, which never changes. */
function keptKey(purpose: KeptPurpose): Buffer {
  const [first] = listKeptKeys(purpose);
  if (!first) throw new Error(`There is no key for ${purpose}.`);
  return first.key;
}

/** The newest key of a purpose that gets another one with each secret. */
export function newestKeptKey(purpose: RenewedPurpose): KeptKey {
  const newest = listKeptKeys(purpose).at(-1);
  if (!newest) throw new Error(`There is no key for ${purpose}.`);
  return newest;
}

/**
 * Keyed derivation (HMAC-SHA-256, base64url) under a key that outlives the portal's secret: the same value today and
 * after the secret was changed.
 */
export function keptValue(purpose: Exclude<KeptPurpose, RenewedPurpose>, value: string): string {
  return createHmac("sha256", keptKey(purpose)).update(value).digest("base64url");
}
