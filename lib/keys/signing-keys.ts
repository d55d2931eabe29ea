import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { JWK } from "jose";
import {
  createFirstKey,
  createSuccessorKey,
  findLongestAccessTokenTtl,
  listPublishedKeys,
  type StoredSigningKey,
} from "../db/portal/signing-keys";
import type { SigningKeys } from "../oauth/context";
import type { SigningAlg } from "../oauth/model";
import { chooseSigner } from "./choose-signer";
import { signJwt } from "./sign-jwt";
import type { Signer } from "./signer";

/**
 * The algorithms that get a key at the first start. Keys of other algorithms are made when a client first needs them.
 */
export const SIGNING_ALGS: readonly SigningAlg[] = ["RS256", "ES256"];

/** Seconds a new key is published before it signs: longer than anybody caches the JWKS. */
const PUBLISH_AHEAD_SECONDS = 15 * 60;

/**
 * The shortest time that a retired key stays published, in seconds. ID tokens expire sooner, but some come back later
 * as `id_token_hint`.
 */
const KEEP_SECONDS = 24 * 60 * 60;

/** How long this process caches the keys, in seconds. */
const CACHE_SECONDS = 2;

/** How long a process gives out the same JWKS, in seconds. */
const DOCUMENT_SECONDS = 1;

/** Seconds after which every process publishes a key that one of them stored. */
const VISIBLE_SECONDS = CACHE_SECONDS + DOCUMENT_SECONDS;

async function generateKey(alg: SigningAlg, now: Date, activeAt: Date): Promise<StoredSigningKey> {
  const kid = randomBytes(16).toString("base64url");
  return {
    kid,
    alg,
    ...(await chooseSigner().makeKey(alg, kid)),
    createdAt: now,
    activeAt,
    retiredAt: null,
    expiresAt: null,
  };
}

const after = (time: Date, seconds: number) => new Date(time.getTime() + seconds * 1000);

/**
 * The newest key that may sign now. If all keys of an algorithm become active only later, the first of them is new, or
 * was made by a clock that ran ahead: it signs once it is published everywhere. A successor made since then waits for
 * its time.
 */
function findCurrent(keys: StoredSigningKey[], alg: SigningAlg, now: Date): StoredSigningKey | undefined {
  const ofAlg = keys.filter((key) => key.alg === alg);
  return ofAlg.filter((key) => key.activeAt <= now).at(-1) ?? ofAlg.find((key) => key.retiredAt !== null) ?? ofAlg[0];
}

/**
 * Milliseconds until a key may sign. If a key becomes active later than any new key would, a clock that ran ahead made
 * it. It is unknown when that was, so the key does not wait.
 */
function waitOf({ activeAt }: StoredSigningKey, now: Date): number {
  const wait = activeAt.getTime() - now.getTime();
  return wait > VISIBLE_SECONDS * 1000 ? 0 : Math.max(0, wait);
}

async function readKeys(now: Date): Promise<StoredSigningKey[]> {
  const keys = await listPublishedKeys(now);
  // The portal does not listen yet when these are made, so they need not wait.
  const missing = SIGNING_ALGS.filter((alg) => !findCurrent(keys, alg, now));
  if (missing.length === 0) return keys;
  for (const alg of missing) await createFirstKey(await generateKey(alg, now, now));
  return listPublishedKeys(now);
}

/**
 * The signing keys in the database, made when first needed. Several instances agree on them, and none signs with a key
 * before all of them publish it.
 * @param clock what time it is
 * @param wait resolves after so many milliseconds
 * @param signer has the private halves
 */
export function createSigningKeys(
  clock: () => Date,
  wait: (milliseconds: number) => Promise<unknown> = setTimeout,
  signer: Signer = chooseSigner(),
): SigningKeys {
  let cache: { keys: Promise<StoredSigningKey[]>; until: number } | undefined;

  function listKeys(): Promise<StoredSigningKey[]> {
    const now = clock();
    const until = now.getTime() + CACHE_SECONDS * 1000;
    // An entry that lasts longer than a fresh one was read while the clock ran ahead.
    if (!cache || cache.until <= now.getTime() || cache.until > until) {
      const keys = readKeys(now);
      const entry = { keys, until };
      cache = entry;
      keys.catch(() => {
        if (cache === entry) cache = undefined;
      });
    }
    return cache.keys;
  }

  /** Makes the first key of an algorithm that nobody needed before. */
  async function makeFirst(alg: SigningAlg): Promise<StoredSigningKey | undefined> {
    await storeFirstKey(alg, clock());
    cache = undefined;
    return findCurrent(await listKeys(), alg, clock());
  }

  return {
    async sign(payload, { alg, typ }) {
      const key = findCurrent(await listKeys(), alg, clock()) ?? (await makeFirst(alg));
      if (!key) throw new Error(`There is no ${alg} signing key.`);
      const milliseconds = waitOf(key, clock());
      if (milliseconds > 0) await wait(milliseconds);
      return signJwt(payload, { alg, kid: key.kid, typ }, (header, body) => signer.sign(key, header, body));
    },
    async listPublicJwks() {
      const now = clock();
      const keys = await listKeys();
      return keys.filter((key) => !key.expiresAt || key.expiresAt > now).map((key): JWK => key.publicJwk);
    },
  };
}

/** Stores the first key of an algorithm, which signs when every process publishes it. */
async function storeFirstKey(alg: SigningAlg, now: Date): Promise<void> {
  const key = await generateKey(alg, now, now);
  await createFirstKey({ ...key, activeAt: after(now, VISIBLE_SECONDS) });
}

/** The algorithms that have a key. */
export async function listUsedAlgs(now: Date): Promise<SigningAlg[]> {
  return [...new Set((await readKeys(now)).map((key) => key.alg))];
}

/** A signing key without its private half, and where it stands: `next` is published and does not sign yet. */
export interface KeyInPhase extends Omit<StoredSigningKey, "publicJwk" | "privateJwe"> {
  phase: "next" | "current" | "retired";
}

/** The keys that are published at `now`, by algorithm, those that come first. */
export async function listKeyPhases(now: Date): Promise<KeyInPhase[]> {
  const keys = await readKeys(now);
  const shown = keys.map(({ publicJwk: _public, privateJwe: _private, ...key }) => {
    const isCurrent = findCurrent(keys, key.alg, now)?.kid === key.kid;
    const phase = isCurrent ? ("current" as const) : key.activeAt > now ? ("next" as const) : ("retired" as const);
    return { ...key, phase };
  });
  return shown.sort((a, b) => a.alg.localeCompare(b.alg) || b.activeAt.getTime() - a.activeAt.getTime());
}

/** What a rotation did. */
export interface Rotation {
  alg: SigningAlg;
  kid: string;
  /** from then on, every process publishes the new key */
  visibleAt: Date;
  /** from then on, the new key signs */
  activeAt: Date;
}

/**
 * Publishes a new key now, lets it sign later, and keeps the old one published until its tokens have expired.
 * @see RFC 7517 §5, OIDC Core §10.1.1
 */
export async function rotateKeys(alg: SigningAlg, now: Date): Promise<Rotation> {
  if (!findCurrent(await readKeys(now), alg, now)) await storeFirstKey(alg, now);
  const activeAt = after(now, PUBLISH_AHEAD_SECONDS);
  const longest = Math.max(KEEP_SECONDS, await findLongestAccessTokenTtl());
  const key = await generateKey(alg, now, activeAt);
  await createSuccessorKey(key, after(activeAt, longest));
  return { alg, kid: key.kid, visibleAt: after(now, VISIBLE_SECONDS), activeAt };
}
