import { randomInt } from "node:crypto";
import { recordEvent } from "@/lib/db/audit/events";
import { countRecoveryCodes, replaceRecoveryCodes, useRecoveryCode } from "@/lib/db/people/recovery-codes";
import { keptValue } from "@/lib/keys/kept-keys";
import { type CodeTry, tryCode } from "./code-try";
import { type FactorOwner, noticeFactor } from "./factor-notice";

export const RECOVERY_CODE_COUNT = 10;

/** Without letters that look like digits. @see https://www.crockford.com/base32.html */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * 120 bits: with 112 and more, a fast hash is as good as a slow one, because nobody can try that many codes.
 * @see OWASP ASVS 5.0 6.5.2
 */
const LENGTH = 24;

/** Codes of this length were made before; they work until their person makes new ones. */
const FORMER_LENGTH = 12;

/** The code without separators and with look-alike letters corrected; null if it cannot be a code. */
function readRecoveryCode(typed: string): string | null {
  const code = typed.slice(0, 100).toLowerCase().replace(/[\s-]/g, "").replaceAll("o", "0").replace(/[il]/g, "1");
  const isWhole = code.length === LENGTH || code.length === FORMER_LENGTH;
  return isWhole && [...code].every((letter) => ALPHABET.includes(letter)) ? code : null;
}

function hashRecoveryCode(userId: string, code: string): string {
  return keptValue("recovery-codes", JSON.stringify([userId, code]));
}

function newRecoveryCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

/**
 * Replaces the codes with ten new ones and answers them. Only their hashes are stored, so nobody can read them later.
 * Null, with nothing replaced: the person's password or factors changed meanwhile.
 */
export async function makeRecoveryCodes(owner: FactorOwner, now = new Date()): Promise<string[] | null> {
  const { userId } = owner;
  const codes = Array.from({ length: RECOVERY_CODE_COUNT }, newRecoveryCode);
  const hashes = codes.map((code) => hashRecoveryCode(userId, code));
  if (!(await replaceRecoveryCodes(owner, hashes, now))) return null;
  await recordEvent({ type: "recovery_codes.made", outcome: "ok", userId }, owner.source);
  await noticeFactor(owner, "recoveryCodesMade", now);
  return codes.map((code) => code.replace(/.{4}(?!$)/g, "$&-"));
}

/** Whether a code is one of the person's unused codes. If so, it is used up and the person is told by mail. */
export async function tryRecoveryCode(
  attempt: CodeTry,
  owner: FactorOwner,
  typed: string,
  now = new Date(),
): Promise<{ isRight: boolean; left: number } | { wait: number }> {
  const { userId } = owner;
  const code = readRecoveryCode(typed);
  if (code === null) return { isRight: false, left: 0 };
  const isRight = () => useRecoveryCode(userId, hashRecoveryCode(userId, code), now);
  const tried = await tryCode("recovery_code", { ...attempt, userId }, isRight, now);
  if ("wait" in tried || !tried.isRight) return "wait" in tried ? tried : { isRight: false, left: 0 };
  const left = await countRecoveryCodes(userId);
  await recordEvent({ type: "recovery_code.used", outcome: "ok", userId, data: { left } }, owner.source);
  await noticeFactor(owner, "recoveryCodeUsed", now);
  return { isRight: true, left };
}
