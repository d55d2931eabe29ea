import { createHmac } from "node:crypto";
import { getEnv } from "@/lib/env";
import { deriveKey } from "@/lib/keys/secret";
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

/** A bcrypt hash for storage. @throws {PasswordQueueFullError} under overload */
export async function hashPassword(password: string): Promise<string> {
  const answer = await getPasswordPool().run({ input: pepper(password), cost: getEnv().bcryptCost });
  return String(answer);
}

/**
 * Whether the password is right. `hash` null (no such account, or one without a password) takes as long and is false.
 * @throws {PasswordQueueFullError} under overload
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const answer = await getPasswordPool().run({ input: pepper(password), hash: hash ?? dummyHash() });
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
