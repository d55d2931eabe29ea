import { randomBytes, randomInt } from "node:crypto";
import { newId } from "@/lib/db/driver/new-id";
import { insertEmailCode, tryEmailCode } from "@/lib/db/people/email-codes";
import { deriveValue, deriveValues } from "@/lib/keys/secret";
import { equalInConstantTime, hashSecret } from "@/lib/oauth/secrets";

/** How long a mailed code works, in seconds. @see OWASP ASVS 5.0 6.5.5 */
export const EMAIL_CODE_LIFETIME = 600;
/** The most tries at one code. With eight digits, a guesser has one chance in twenty million. */
export const EMAIL_CODE_MAX_TRIES = 5;

/** Eight digits could be found from a plain hash, so the hash has a key. The id makes equal codes hash differently. */
const toHash = (codeId: string, code: string) => JSON.stringify([codeId, code]);

/** Makes and stores a code of eight digits for an address. */
export async function createEmailCode(email: string, purpose: string, now: Date) {
  const { codeId, code } = await createMailedSecrets({ email, userId: null, purpose }, now);
  return { codeId, code };
}

/**
 * Makes and stores a code of eight digits, and the secret of a link that does the same in any browser. Without an
 * account (`userId` null), neither ever proves anything, and making them takes as long.
 */
export async function createMailedSecrets(
  { email, userId, purpose }: { email: string; userId: string | null; purpose: string },
  now: Date,
): Promise<{ codeId: string; code: string; linkToken: string }> {
  const codeId = newId(now.getTime());
  const linkToken = randomBytes(32).toString("base64url");
  const code = String(randomInt(100_000_000)).padStart(8, "0");
  const expiresAt = new Date(now.getTime() + EMAIL_CODE_LIFETIME * 1000);
  await insertEmailCode({
    codeId,
    userId,
    email,
    purpose,
    codeHash: deriveValue("email-codes", toHash(codeId, code)),
    linkHash: userId === null ? null : hashSecret(linkToken),
    createdAt: now,
    expiresAt,
  });
  return { codeId, code, linkToken };
}

/**
 * Whether the code is right. Counts the try. "over": the code was used, has expired or was tried too often, so only a
 * new one helps.
 */
export async function checkEmailCode(
  { codeId, purpose, code }: { codeId: string; purpose: string; code: string },
  now: Date,
): Promise<{ kind: "right"; userId: string | null } | { kind: "wrong" | "over" }> {
  const stored = await tryEmailCode(codeId, purpose, EMAIL_CODE_MAX_TRIES, now);
  if (!stored) return { kind: "over" };
  // It may have been made before the portal's secret was changed.
  const given = deriveValues("email-codes", toHash(codeId, code.replace(/[\s-]/g, "")));
  if (!given.some((each) => equalInConstantTime(each, stored.codeHash))) return { kind: "wrong" };
  return { kind: "right", userId: stored.userId };
}

/** "1234 5678" is easier to copy than eight digits in a row. */
export function spaceCode(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}
