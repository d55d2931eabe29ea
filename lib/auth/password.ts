import { createHmac } from "node:crypto";
import { getEnv } from "@/lib/env";
import { site, toNetwork } from "@/lib/http/network";
import { deriveKey } from "@/lib/keys/secret";
import type { Waiter } from "./fair-queue";
import { getPasswordPool } from "./password-pool";

/**
 * What bcrypt sees: bcrypt itself stops at 72 bytes and at NUL, so it gets the fixed-length HMAC of the whole password.
 * The key makes a stolen table useless without the portal's secret.
 */
function pepper(password: string): string {
  // NIST SP 800-63B-4 §3.1.1.2: the same characters typed on another keyboard must be the same password.
  const normalized = password.normalize("NFKC");
  const key = deriveKey("password-pepper");
  return createHmac("sha256", key).update(normalized).digest("base64");
}

/** A stranger from nowhere: who says nothing of whom it waits for waits behind everybody who is known. */
const stranger: Waiter = { isKnown: false, network: null };

/** Who waits for a password that came from an address. */
export function waiterAt(ipAddress: string | null, isKnown: boolean): Waiter {
  return { isKnown, network: ipAddress === null ? null : toNetwork(ipAddress, site) };
}

/** A bcrypt hash for storage. @param from who waits for it @throws {PasswordQueueFullError} under overload */
export async function hashPassword(password: string, from = stranger): Promise<string> {
  const answer = await getPasswordPool().run({ input: pepper(password), cost: getEnv().bcryptCost }, from);
  return String(answer);
}

/**
 * Whether the password is right. `hash` null (no such account, or one without a password) takes as long and is false.
 * @param from who waits for it
 * @throws {PasswordQueueFullError} under overload
 */
export async function verifyPassword(password: string, hash: string | null, from = stranger): Promise<boolean> {
  const answer = await getPasswordPool().run({ input: pepper(password), hash: hash ?? dummyHash() }, from);
  return hash !== null && answer === true;
}

/** Whether a stored hash was made with other rounds than are configured now. */
export function isHashOutdated(hash: string): boolean {
  return Number(/^\$2[aby]\$(\d\d)\$/.exec(hash)?.[1]) !== getEnv().bcryptCost;
}

/** Well-formed with the configured rounds, and the hash of nothing. */
function dummyHash(): string {
  return `$2b$${String(getEnv().bcryptCost).padStart(2, "0")}$${"u".repeat(21)}u${".".repeat(31)}`;
}
