import { createHmac, timingSafeEqual } from "node:crypto";

/** Seconds for which a code is shown. @see RFC 6238 §4.1 */
export const STEP_SECONDS = 30;

/** How many steps a clock may be off in either direction. @see RFC 6238 §5.2, NIST SP 800-63B-4 §3.1.4 */
const DRIFT_STEPS = 1;

const DIGITS = 6;

/** Bytes of a secret: as many as SHA-1 has, the one hash that every app supports. @see RFC 4226 §4 R6 */
export const SECRET_BYTES = 20;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The number of the time step of a moment. @see RFC 6238 §4.2 */
export function stepAt(now: Date): number {
  return Math.floor(now.getTime() / 1000 / STEP_SECONDS);
}

/** The code of a time step. @see RFC 4226 §5.3, RFC 6238 §4.2 */
export function codeOfStep(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  const number = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** DIGITS;
  return String(number).padStart(DIGITS, "0");
}

/** The digits of a typed code, without the spaces that people copy along; null if it is not a code. */
export function readCode(typed: string): string | null {
  const code = typed.slice(0, 40).replace(/[\s-]/g, "");
  return /^\d{6}$/.test(code) ? code : null;
}

/**
 * The time step of a code, among those that a correct clock may show now; null: none of them. Takes the same time for
 * every step.
 */
export function findStep(secret: Uint8Array, code: string, now: Date): number | null {
  const given = Buffer.from(code);
  let found: number | null = null;
  for (let drift = -DRIFT_STEPS; drift <= DRIFT_STEPS; drift++) {
    const step = stepAt(now) + drift;
    const expected = Buffer.from(codeOfStep(secret, step));
    if (given.length === expected.length && timingSafeEqual(given, expected)) found = step;
  }
  return found;
}

/** The secret as people type it. @see RFC 4648 §6 */
export function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => ALPHABET[Number.parseInt(group.padEnd(5, "0"), 2)]).join("");
}

/** The secret that somebody typed or another program wrote; null: it is none. @see RFC 4648 §6 */
export function fromBase32(text: string): Uint8Array | null {
  const letters = text.toUpperCase().replace(/[\s-]|=+$/g, "");
  if (letters.length < 16 || letters.length > 256 || /[^A-Z2-7]/.test(letters)) return null;
  const bits = [...letters].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/**
 * The address that authenticator apps read from a QR code or open from a link.
 * @see https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 */
export function toOtpauthUri({ key, issuer, account }: { key: string; issuer: string; account: string }): string {
  // Apps tell the issuer from the account by the first colon.
  const name = issuer.replaceAll(":", " ").trim() || "Portico";
  const label = `${encodeURIComponent(name)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${key}&issuer=${encodeURIComponent(name)}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_SECONDS}`;
}
