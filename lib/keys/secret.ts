import { createHmac, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { getEnv } from "../env";
import { deriveWhole, nameKey, readLimited } from "./limit-secret.mjs";

/** The portal's secret is another one, or gone. The message is one sentence for the operator. */
export class SecretError extends Error {
  override name = "SecretError";
}

/**
 * The purposes of keys that change with the secret. Each purpose has its own key, so that none works in place of another.
 * Keys that must not change are in `kept-keys.ts`.
 */
export type KeyPurpose =
  | "authenticators"
  | "backup-seal"
  | "backup-secret"
  | "client-secrets"
  | "event-authorizations"
  | "cookies"
  | "csrf"
  | "doctor"
  | "email-codes"
  | "kept-keys"
  | "known-browser"
  | "passkey-declined"
  | "peer"
  | "person-marks"
  | "secret-id"
  | "signing-keys"
  | "upstreams";

const slot = Symbol.for("portico.master-key");
const holder = globalThis as { [slot]?: string };

/** Writes `text` to a temporary file, waits until it is on the disk, and answers the file's name. */
function writeAside(file: string, text: string): string {
  const aside = `${file}.${process.pid}`;
  rmSync(aside, { force: true });
  const handle = openSync(/* turbopackIgnore: true */ aside, "wx", 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return aside;
}

/**
 * Creates the file, unless another process does. The file appears only when it is complete, so that nothing is ever
 * derived from half a secret.
 */
function createSecret(file: string): void {
  const aside = writeAside(file, `${randomBytes(32).toString("base64url")}\n`);
  try {
    // Unlike a rename, a link succeeds for only one of several processes.
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(aside);
  }
}

const secretFile = (dataDir: string) => path.join(dataDir, "secret");

/**
 * The sentence about a secret that is gone; null when it is there, or was not made yet. A database is made after its
 * secret, so a database without one has lost it.
 */
export function findLostSecret({ secret, databaseUrl, dataDir } = getEnv()): string | null {
  const file = secretFile(dataDir);
  if (secret !== null || databaseUrl !== null || existsSync(file) || !existsSync(path.join(dataDir, "db"))) return null;
  return `The file ${file} is gone, from which every key of the database beside it is derived. Put it back from a backup, or set PORTICO_SECRET to what it held.`;
}

/** Whether there is a secret, without making one. */
export function hasSecret(): boolean {
  const { secret, dataDir } = getEnv();
  return secret !== null || existsSync(secretFile(dataDir));
}

/** The secret of the embedded database: made at the first start, readable only by its owner. */
function readOrCreate(dataDir: string): string {
  const lost = findLostSecret();
  // Another one in its place would hide the loss, and could not read a thing.
  if (lost !== null) throw new SecretError(lost);
  return readOrMake(dataDir);
}

/** Makes the secret of an embedded database that {@link findLostSecret} misses, although nothing in it depends on one. */
export function makeSecret(): void {
  holder[slot] = readOrMake(getEnv().dataDir);
}

function readOrMake(dataDir: string): string {
  const file = secretFile(dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // Nothing was ever derived from an empty file: the process was killed while writing it.
  if (statSync(file, { throwIfNoEntry: false })?.size === 0) rmSync(file);
  if (!existsSync(file)) createSecret(file);
  const secret = readFileSync(file, "utf8").trim();
  if (secret.length < 32) throw new Error(`The secret in ${file} is damaged; restore it from a backup.`);
  return secret;
}

/**
 * The portal's secret, from which every key is derived: `PORTICO_SECRET`, or the one kept in the data directory.
 * @throws {SecretError} when that is gone
 */
export function getMasterKey(): string {
  if (holder[slot] === undefined) {
    const { secret, dataDir } = getEnv();
    holder[slot] = secret ?? readOrCreate(dataDir);
  }
  return holder[slot];
}

/**
 * The secrets that open what the portal sealed: the portal's secret, which seals, and while it is being changed the one
 * before it, or the one to come.
 */
export function listMasterKeys(): string[] {
  const { previousSecret } = getEnv();
  return [...new Set([getMasterKey(), previousSecret ?? getMasterKey()])];
}

/** For tests: the next `getMasterKey()` answers this one; undefined, reads it anew. */
export function resetMasterKey(secret?: string): void {
  holder[slot] = secret;
}

/** By secret and purpose, of which there are few. */
const derived = new Map<string, Map<string, Buffer>>();

/** Secrets whose keys are remembered: two, and in tests more. */
const MOST_SECRETS = 10;

/** @throws {SecretError} when the process has a limited secret, which lacks this key */
function derive(master: string, purpose: string): Buffer {
  const limited = readLimited(master);
  if (limited === null) return deriveWhole(master, purpose);
  const key = limited.keys[purpose];
  if (key === undefined) throw new SecretError(`Only the signer holds the key for ${purpose}.`);
  return Buffer.from(key, "base64url");
}

/** Names the key of a purpose, also where only the signer holds it, and tells nobody what it is. */
export function identifyKey(master: string, purpose: KeyPurpose): string {
  const limited = purpose === "signing-keys" ? readLimited(master) : null;
  return limited?.kept ?? nameKey(deriveFrom(master, purpose));
}

/**
 * A key of 32 bytes that only this secret leads to.
 * @see RFC 5869 (HKDF, here with SHA-256)
 */
export function deriveFrom(master: string, purpose: string): Buffer {
  if (derived.size > MOST_SECRETS) derived.clear();
  const keys = derived.get(master) ?? new Map<string, Buffer>();
  derived.set(master, keys);
  const key = keys.get(purpose) ?? derive(master, purpose);
  keys.set(purpose, key);
  // A copy, because a caller that wipes or changes it must not change everybody's.
  return Buffer.from(key);
}

/** The key of one purpose: 32 bytes, the same on every instance with the same secret. */
export function deriveKey(purpose: KeyPurpose): Buffer {
  return deriveFrom(getMasterKey(), purpose);
}

/** The keys that open what was sealed for a purpose; the first is the one that seals. */
export function deriveKeys(purpose: KeyPurpose): Buffer[] {
  return listMasterKeys().map((master) => deriveFrom(master, purpose));
}

const keyed = (key: Buffer, value: string) => createHmac("sha256", key).update(value).digest("base64url");

/** Keyed derivation (HMAC-SHA-256, base64url) under the portal's secret, separated by `purpose`. */
export function deriveValue(purpose: KeyPurpose, value: string): string {
  return keyed(deriveKey(purpose), value);
}

/** What {@link deriveValue} gives now, and what it gave or will give under the other secret while it is being changed. */
export function deriveValues(purpose: KeyPurpose, value: string): string[] {
  return deriveKeys(purpose).map((key) => keyed(key, value));
}

/** Names a secret, and tells nobody what it is. */
export function identifySecret(master: string): string {
  return keyed(deriveFrom(master, "secret-id"), "id").slice(0, 12);
}
