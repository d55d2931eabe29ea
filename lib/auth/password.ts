import { createHmac } from "node:crypto";
import { getEnv } from "@/lib/env";
import { site, toNetwork } from "@/lib/http/network";
import { deriveKey } from "@/lib/keys/secret";
import type { Waiter } from "./fair-queue";
import { getPasswordPool } from "./password-pool";
import type { AcceptedPassword } from "./password-rules";

/**
 * The input of bcrypt. bcrypt stops at 72 bytes and at NUL, so it gets a fixed-length HMAC of the whole password. The
 * key makes a stolen table useless without the portal's secret.
 */
function pepper(password: string): string {
  // NIST SP 800-63B-4 §3.1.1.2: the same characters typed on another keyboard must be the same password.
  const normalized = password.normalize("NFKC");
  const key = deriveKey("password-pepper");
  return createHmac("sha256", key).update(normalized).digest("base64");
}

/** The default: a caller that does not say who waits goes behind everybody who is known. */
const stranger: Waiter = { isKnown: false, network: null };

/** The waiter for a password that came from this address. */
export function waiterAt(ipAddress: string | null, isKnown: boolean): Waiter {
  return { isKnown, network: ipAddress === null ? null : toNetwork(ipAddress, site) };
}

/**
 * A bcrypt hash of a password that somebody has just chosen.
 * @param from who waits for it
 * @throws {PasswordQueueFullError} under overload
 */
export function hashNewPassword(password: AcceptedPassword, from = stranger): Promise<string> {
  return hashPassword(password, from);
}

/**
 * A bcrypt hash for storage, of a password that is in use.
 * @param from who waits for it
 * @throws {PasswordQueueFullError} under overload
 */
export async function hashPassword(password: string, from = stranger): Promise<string> {
  const answer = await getPasswordPool().run({ input: pepper(password), cost: getEnv().bcryptCost }, from);
  return String(answer);
}

/**
 * Whether the password is right. With `hash` null (no account, or no password) it takes equally long and is false.
 * @param from who waits for it
 * @throws {PasswordQueueFullError} under overload
 */
export async function verifyPassword(password: string, hash: string | null, from = stranger): Promise<boolean> {
  const answer = await getPasswordPool().run({ input: pepper(password), hash: hash ?? dummyHash() }, from);
  return hash !== null && answer === true;
}

/** Whether a stored hash was made with a different cost than the one configured now. */
export function isHashOutdated(hash: string): boolean {
  return Number(/^\$2[aby]\$(\d\d)\$/.exec(hash)?.[1]) !== getEnv().bcryptCost;
}

/** A well-formed hash with the configured cost that no password matches. */
function dummyHash(): string {
  return `$2b$${String(getEnv().bcryptCost).padStart(2, "0")}$${"u".repeat(21)}u${".".repeat(31)}`;
}
