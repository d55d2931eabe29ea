import { createHmac } from "node:crypto";
import { readKeptKeysAgain } from "@/lib/db/driver/database";
import { listImportedSchemes } from "@/lib/db/people/imported-passwords";
import { getEnv } from "@/lib/env";
import { site, toNetwork } from "@/lib/http/network";
import { listKeptKeys, newestKeptKey } from "@/lib/keys/kept-keys";
import type { Waiter } from "./fair-queue";
import type { ForeignHash } from "./foreign-passwords/read-hash";
import { nameScheme, readScheme, type SlowScheme } from "./foreign-passwords/scheme";
import {
  digestFast,
  isDigestOf,
  isFast,
  isSlow,
  readStored as readForeign,
  type StoredForeign,
  sealDigest,
  standInSalt,
  writeStored,
} from "./foreign-passwords/stored";
import { getPasswordPool } from "./password-pool";
import type { AcceptedPassword } from "./password-rules";

/**
 * The input of bcrypt. bcrypt stops at 72 bytes and at NUL, so it gets a fixed-length HMAC of the whole password. The
 * key makes a stolen table useless without the portal's secret.
 */
function pepper(password: string, key: Buffer): string {
  // NIST SP 800-63B-4 §3.1.1.2: the same characters typed on another keyboard must be the same password.
  const normalized = password.normalize("NFKC");
  return createHmac("sha256", key).update(normalized).digest("base64");
}

/** A stored hash: which of the portal's keys it was made with, counted from 1, and bcrypt's own. Without a number: the first. */
const STORED = /^(?:(?<generation>\d+):)?(?<bcrypt>\$2.+)$/;

function readStored(hash: string): { generation: number; bcrypt: string } {
  const { generation = "1", bcrypt = "" } = STORED.exec(hash)?.groups ?? {};
  return { generation: Number(generation), bcrypt };
}

const findKey = (generation: number) =>
  listKeptKeys("password-pepper").find((each) => each.generation === generation)?.key;

/** The key that a hash was made with. Another process may have made it a moment ago, while the secret is being changed. */
async function readKey(generation: number): Promise<Buffer> {
  const known = findKey(generation);
  if (known) return known;
  await readKeptKeysAgain();
  const read = findKey(generation);
  if (!read) throw new Error(`A password was stored with key ${generation}, which the database does not have.`);
  return read;
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
  const { key, generation } = newestKeptKey("password-pepper");
  const answer = await getPasswordPool().run({ input: pepper(password, key), cost: getEnv().bcryptCost }, from);
  return generation === 1 ? String(answer) : `${generation}:${answer}`;
}

/**
 * What is stored of a password that another program hashed: without that program's digest. Where that would be quick to
 * guess from, this takes a bcrypt hash; for the others next to nothing.
 * @throws {PasswordQueueFullError} under overload
 */
export async function storeForeignHash(hash: ForeignHash, from = stranger): Promise<string> {
  const { key, generation } = newestKeptKey("password-pepper");
  const { scheme, salt, digest } = hash;
  const input = sealDigest(digest, scheme, key);
  const isWrapped = isFast(hash);
  const check = isWrapped ? String(await getPasswordPool().run({ input, cost: getEnv().bcryptCost }, from)) : input;
  return writeStored({ generation, scheme, salt, check });
}

/**
 * Whether the password is right. Everybody's takes equally long: bcrypt once, and each of the other ways in which imported
 * passwords are still hashed once. So does `hash` null (no account, or no password), which is false.
 * @param from who waits for it
 * @throws {PasswordQueueFullError} under overload
 */
export async function verifyPassword(password: string, hash: string | null, from = stranger): Promise<boolean> {
  const foreign = hash === null ? null : readForeign(hash);
  const isOwn = await compareOwn(password, foreign === null ? hash : foreign, from);
  const isForeign = await compareForeign(password, foreign, from);
  return hash !== null && (foreign && isSlow(foreign) ? isForeign : isOwn);
}

/** By bcrypt: a hash of the portal, or one of an imported digest. Anything else is compared with a hash of nothing. */
async function compareOwn(password: string, stored: string | StoredForeign | null, from: Waiter): Promise<boolean> {
  if (stored !== null && typeof stored !== "string" && isFast(stored)) {
    const { scheme, salt, generation, check } = stored;
    const input = sealDigest(digestFast(password, scheme, salt), scheme, await readKey(generation));
    return (await getPasswordPool().run({ input, hash: check }, from)) === true;
  }
  const { generation, bcrypt } = readStored(typeof stored === "string" ? stored : dummyHash());
  const input = pepper(password, await readKey(generation));
  return (await getPasswordPool().run({ input, hash: bcrypt }, from)) === true;
}

/** In each of the ways in which imported passwords are hashed, one of which may be this person's. */
async function compareForeign(password: string, stored: StoredForeign | null, from: Waiter): Promise<boolean> {
  let isRight = false;
  for (const name of await listImportedSchemes()) {
    const scheme = readScheme(name);
    if (!scheme || scheme.kind === "fast") continue;
    const isOwn = stored !== null && isSlow(stored) && nameScheme(stored.scheme) === name;
    if (isOwn) isRight = await isForeignRight(password, stored, from);
    else await getPasswordPool().run({ password, scheme, salt: standInSalt(scheme) }, from);
  }
  return isRight;
}

/**
 * Whether a password or a secret has an imported hash. Takes as long as that program's hash.
 * @param from who waits for it
 * @throws {PasswordQueueFullError} under overload
 */
export async function isForeignRight(typed: string, stored: StoredForeign<SlowScheme>, from: Waiter): Promise<boolean> {
  const { scheme, salt, generation } = stored;
  const digest = String(await getPasswordPool().run({ password: typed, scheme, salt }, from));
  return isDigestOf(stored, Buffer.from(digest, "base64"), await readKey(generation));
}

/** Whether a stored hash was made with another cost than the one configured now, with an older key, or elsewhere. */
export function isHashOutdated(hash: string): boolean {
  const { generation, bcrypt } = readStored(hash);
  const cost = Number(/^\$2[aby]\$(\d\d)\$/.exec(bcrypt)?.[1]);
  return cost !== getEnv().bcryptCost || generation < newestKeptKey("password-pepper").generation;
}

/** A well-formed hash with the configured cost that no password matches. */
function dummyHash(): string {
  return `$2b$${String(getEnv().bcryptCost).padStart(2, "0")}$${"u".repeat(21)}u${".".repeat(31)}`;
}
