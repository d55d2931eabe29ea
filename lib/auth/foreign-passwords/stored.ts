import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { IMPORTED_PASSWORD } from "@/lib/db/people/imported-passwords";
import type { ForeignHash } from "./read-hash";
import { type FastScheme, type ForeignScheme, nameScheme, readScheme, type SlowScheme } from "./scheme";

/**
 * An imported password as the database holds it until its person signs in. The other program's digest is not in it: `check`
 * is an HMAC of the digest under the portal's key, or, where the digest itself would be quick to guess from, bcrypt over that.
 */
export interface StoredForeign<Scheme extends ForeignScheme = ForeignScheme> {
  /** which of the portal's keys made the HMAC, counted from 1 */
  generation: number;
  scheme: Scheme;
  salt: Buffer;
  check: string;
}

/** The password's column of an imported person. */
export function writeStored({ generation, scheme, salt, check }: StoredForeign): string {
  return [IMPORTED_PASSWORD, generation, nameScheme(scheme), salt.toString("base64url"), check].join(":");
}

/** Reads that column; null: the hash is the portal's own. @throws if a newer version wrote it */
export function readStored(column: string): StoredForeign | null {
  const [word, generation, name = "", salt = "", check = ""] = column.split(":");
  if (word !== IMPORTED_PASSWORD) return null;
  const scheme = readScheme(name);
  if (!scheme) throw new Error(`A password was imported as ${name}, which this version does not know.`);
  return { generation: Number(generation), scheme, salt: Buffer.from(salt, "base64url"), check };
}

/** The HMAC of a digest. */
export function sealDigest(digest: Uint8Array, scheme: ForeignScheme, key: Buffer): string {
  return createHmac("sha256", key)
    .update(`${IMPORTED_PASSWORD}:${nameScheme(scheme)}:`)
    .update(digest)
    .digest("base64");
}

/** Whether the digest of a typed password is the imported one. */
export function isDigestOf({ scheme, check }: StoredForeign<SlowScheme>, digest: Uint8Array, key: Buffer): boolean {
  const made = Buffer.from(sealDigest(digest, scheme, key));
  const expected = Buffer.from(check);
  return made.length === expected.length && timingSafeEqual(made, expected);
}

/** The digest of a typed password, where one takes no time. */
export function digestFast(password: string, { digest, saltAt }: FastScheme, salt: Uint8Array): Buffer {
  const [first, second] = saltAt === "start" ? [salt, password] : [password, salt];
  return createHash(digest).update(first).update(second).digest();
}

/** Whether an imported hash is quick to guess from: one round of MD5 or SHA. */
export function isFast<Hash extends ForeignHash | StoredForeign>(hash: Hash): hash is Hash & { scheme: FastScheme } {
  return hash.scheme.kind === "fast";
}

/** Whether checking an imported hash takes as long as it should. */
export function isSlow<Hash extends ForeignHash | StoredForeign>(hash: Hash): hash is Hash & { scheme: SlowScheme } {
  return hash.scheme.kind !== "fast";
}

/** A salt for a check that only has to take as long as one with a person's own. */
export function standInSalt(scheme: SlowScheme): Buffer {
  return scheme.kind === "bcrypt" ? Buffer.from("u".repeat(22)) : Buffer.alloc(16);
}
