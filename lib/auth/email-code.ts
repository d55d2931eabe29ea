import { createHmac, randomInt, timingSafeEqual } from "node:crypto";
import { insertEmailCode, tryEmailCode } from "@/lib/db/email-codes";
import { newId } from "@/lib/db/new-id";
import { deriveKey } from "@/lib/keys/secret";

/** Seconds a mailed code works. @see OWASP ASVS 5.0 6.5.5 */
export const emailCodeLifetime = 600;
/** Tries at one code; eight digits leave a guesser one chance in twenty million. */
export const emailCodeMaxTries = 5;

/** Eight digits alone could be found from a bare hash, so it is keyed; the id keeps codes apart. */
function hashCode(codeId: string, code: string): string {
  return createHmac("sha256", deriveKey("email-codes"))
    .update(JSON.stringify([codeId, code]))
    .digest("base64url");
}

/** Makes and stores a code of eight digits. */
export async function createEmailCode(email: string, purpose: string, now: Date) {
  const codeId = newId(now.getTime());
  const code = String(randomInt(100_000_000)).padStart(8, "0");
  const expiresAt = new Date(now.getTime() + emailCodeLifetime * 1000);
  await insertEmailCode({
    codeId,
    userId: null,
    email,
    purpose,
    codeHash: hashCode(codeId, code),
    createdAt: now,
    expiresAt,
  });
  return { codeId, code, expiresAt };
}

/** Whether the code is right; counts the try. "over": used, expired or tried too often, so only a new one helps. */
export async function checkEmailCode(
  { codeId, purpose, code }: { codeId: string; purpose: string; code: string },
  now: Date,
): Promise<"right" | "wrong" | "over"> {
  const stored = await tryEmailCode(codeId, purpose, emailCodeMaxTries, now);
  if (!stored) return "over";
  const given = Buffer.from(hashCode(codeId, code.replace(/[\s-]/g, "")));
  const expected = Buffer.from(stored.codeHash);
  return given.length === expected.length && timingSafeEqual(given, expected) ? "right" : "wrong";
}

/** "1234 5678": easier to carry over than eight digits in a row. */
export function spaceCode(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}
