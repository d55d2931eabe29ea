import type { JWK } from "jose";
import type { SigningAlg } from "../../oauth/model";
import { withAdvisoryLock } from "../driver/advisory-lock";
import { getDb } from "../driver/database";
import { toJson } from "../driver/json";
import { readPublicJwk } from "../driver/json-columns";
import type { Prisma } from "../generated/client";

/** A signing key as it is stored: the private half encrypted. */
export interface StoredSigningKey {
  kid: string;
  alg: SigningAlg;
  publicJwk: JWK;
  /** compact JWE of the private JWK */
  privateJwe: string;
  createdAt: Date;
  /** signs from then on */
  activeAt: Date;
  /** from then on, a successor signs */
  retiredAt: Date | null;
  /** no longer published from then on */
  expiresAt: Date | null;
}

const select = {
  kid: true,
  alg: true,
  publicJwk: true,
  privateJwe: true,
  createdAt: true,
  activeAt: true,
  retiredAt: true,
  expiresAt: true,
} satisfies Prisma.SigningKeySelect;

type Row = Prisma.SigningKeyGetPayload<{ select: typeof select }>;

const toKey = (row: Row): StoredSigningKey => ({
  ...row,
  alg: row.alg as SigningAlg,
  publicJwk: readPublicJwk(row.publicJwk),
});

const published = (now: Date) => ({ OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] });

/** The next and current keys, and retired keys whose tokens may still be in use, oldest first. */
export async function listPublishedKeys(now: Date): Promise<StoredSigningKey[]> {
  const db = await getDb();
  const rows = await db.signingKey.findMany({ where: published(now), select, orderBy: { activeAt: "asc" } });
  return rows.map(toKey);
}

/** Stores the first key of an algorithm. False, with nothing written, when another instance stored one before. */
export async function createFirstKey(key: StoredSigningKey): Promise<boolean> {
  return withAdvisoryLock("signing-keys", async (tx) => {
    if (await tx.signingKey.findFirst({ where: { alg: key.alg, retiredAt: null }, select: { kid: true } }))
      return false;
    await tx.signingKey.create({ data: { ...key, publicJwk: toJson({ ...key.publicJwk }) } });
    return true;
  });
}

/**
 * Stores a successor in one step: every key of its algorithm without a successor retires when this one becomes active,
 * and is published until `oldExpiresAt`.
 */
export async function createSuccessorKey(key: StoredSigningKey, oldExpiresAt: Date): Promise<void> {
  await withAdvisoryLock("signing-keys", async (tx) => {
    await tx.signingKey.updateMany({
      where: { alg: key.alg, retiredAt: null },
      data: { retiredAt: key.activeAt, expiresAt: oldExpiresAt },
    });
    await tx.signingKey.create({ data: { ...key, publicJwk: toJson({ ...key.publicJwk }) } });
  });
}

/** The longest lifetime of any API's access tokens, in seconds; 0 without APIs. */
export async function findLongestAccessTokenTtl(): Promise<number> {
  const db = await getDb();
  const { _max } = await db.resource.aggregate({ _max: { accessTokenTtl: true } });
  return _max.accessTokenTtl ?? 0;
}
