import { type KeyObject, randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import {
  createFirstKey,
  createSuccessorKey,
  findLongestAccessTokenTtl,
  listPublishedKeys,
  type StoredSigningKey,
} from "../db/signing-keys";
import type { SigningKeys } from "../oauth/context";
import type { SigningAlg } from "../oauth/model";
import { decryptPrivateJwk, encryptPrivateJwk } from "./key-encryption";
import { importPrivateJwk, signJwt } from "./sign-jwt";

/** The algorithms that have a key from the first start on; those of the others are made when a client first needs them. */
export const signingAlgs: readonly SigningAlg[] = ["RS256", "ES256"];

/** Seconds a new key is published before it signs: longer than anybody caches the JWKS. */
const publishAheadSeconds = 15 * 60;

/** Seconds a retired key stays published at least. ID tokens live shorter; some are shown later, as `id_token_hint`. */
const keepSeconds = 24 * 60 * 60;

/** Seconds this process relies on what it read; a rotation elsewhere is seen after that at the latest. */
const cacheSeconds = 10;

async function generateKey(alg: SigningAlg, now: Date, activeAt: Date): Promise<StoredSigningKey> {
  // RFC 7518 §3.3: RSA keys of 2048 bits or more.
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength: 2048 });
  const kid = randomBytes(16).toString("base64url");
  return {
    kid,
    alg,
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" },
    privateJwe: await encryptPrivateJwk(await exportJWK(privateKey)),
    createdAt: now,
    activeAt,
    retiredAt: null,
    expiresAt: null,
  };
}

/**
 * The newest key that may sign already. When all of an algorithm's keys are active only later, a clock that ran ahead
 * made them: then the first of them signs, which is as published as it will ever be.
 */
function findCurrent(keys: StoredSigningKey[], alg: SigningAlg, now: Date): StoredSigningKey | undefined {
  const ofAlg = keys.filter((key) => key.alg === alg);
  return ofAlg.filter((key) => key.activeAt <= now).at(-1) ?? ofAlg[0];
}

async function readKeys(now: Date): Promise<StoredSigningKey[]> {
  const keys = await listPublishedKeys(now);
  const missing = signingAlgs.filter((alg) => !findCurrent(keys, alg, now));
  if (missing.length === 0) return keys;
  for (const alg of missing) await createFirstKey(await generateKey(alg, now, now));
  return listPublishedKeys(now);
}

/**
 * The signing keys in the database, made when first needed. Several instances agree on them.
 * @param clock what time it is
 */
export function createSigningKeys(clock: () => Date): SigningKeys {
  let cache: { keys: Promise<StoredSigningKey[]>; until: number } | undefined;
  const privateKeys = new Map<string, Promise<KeyObject>>();

  function listKeys(): Promise<StoredSigningKey[]> {
    const now = clock();
    if (!cache || cache.until <= now.getTime()) {
      const keys = readKeys(now);
      const entry = { keys, until: now.getTime() + cacheSeconds * 1000 };
      cache = entry;
      keys.catch(() => {
        if (cache === entry) cache = undefined;
      });
    }
    return cache.keys;
  }

  /** The first key of an algorithm that nobody needed before. Whoever sees its unknown `kid` reads the JWKS anew. */
  async function makeFirst(alg: SigningAlg): Promise<StoredSigningKey | undefined> {
    const now = clock();
    await createFirstKey(await generateKey(alg, now, now));
    cache = undefined;
    return findCurrent(await listKeys(), alg, now);
  }

  function importPrivateKey(key: StoredSigningKey): Promise<KeyObject> {
    const known = privateKeys.get(key.kid);
    if (known) return known;
    const imported = decryptPrivateJwk(key.privateJwe).then(importPrivateJwk);
    privateKeys.set(key.kid, imported);
    imported.catch(() => privateKeys.delete(key.kid));
    return imported;
  }

  return {
    async sign(payload, { alg, typ }) {
      const key = findCurrent(await listKeys(), alg, clock()) ?? (await makeFirst(alg));
      if (!key) throw new Error(`There is no ${alg} signing key.`);
      return signJwt(payload, { alg, kid: key.kid, typ }, await importPrivateKey(key));
    },
    async listPublicJwks() {
      const now = clock();
      const keys = await listKeys();
      return keys.filter((key) => !key.expiresAt || key.expiresAt > now).map((key): JWK => key.publicJwk);
    },
  };
}

/** The algorithms that have a key. */
export async function listUsedAlgs(now: Date): Promise<SigningAlg[]> {
  return [...new Set((await readKeys(now)).map((key) => key.alg))];
}

/** What a rotation did. */
export interface Rotation {
  alg: SigningAlg;
  kid: string;
  /** the new key signs from then on */
  activeAt: Date;
}

/**
 * Publishes a new key now, lets it sign later, and keeps the old one published until its tokens have expired.
 * @see RFC 7517 §5, OIDC Core §10.1.1
 */
export async function rotateKeys(alg: SigningAlg, now: Date): Promise<Rotation> {
  if (!findCurrent(await readKeys(now), alg, now)) await createFirstKey(await generateKey(alg, now, now));
  const activeAt = new Date(now.getTime() + publishAheadSeconds * 1000);
  const longest = Math.max(keepSeconds, await findLongestAccessTokenTtl());
  const key = await generateKey(alg, now, activeAt);
  await createSuccessorKey(key, new Date(activeAt.getTime() + longest * 1000));
  return { alg, kid: key.kid, activeAt };
}
