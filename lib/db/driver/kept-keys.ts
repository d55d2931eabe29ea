import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { getEnv } from "../../env";
import { ageOfKeptKeys, KEPT_PURPOSES, type KeptPurpose, RENEWED_PURPOSES, setKeptKeys } from "../../keys/kept-keys";
import { findSealingSecret, openValue, sealValue } from "../../keys/sealed-value";
import { deriveFrom, getMasterKey, identifySecret, listMasterKeys, SecretError } from "../../keys/secret";
import type { Prisma, PrismaClient } from "../generated/client";
import { runTransaction } from "./run-transaction";

/** The migration that every version with these keys knows. Older versions derive each key from the secret itself. */
const MIGRATION = "20261201065000_kept_keys";

/** The number of the lock under which they are made. */
const LOCK = 7_074_209_335;

/** How long the keys count as read, while another instance may make new ones, in milliseconds. */
const FRESH_MS = 60_000;

type Row = Prisma.KeptKeyGetPayload<object>;

/**
 * Reads the keys that outlive the portal's secret, makes those that are missing, and lets this process use them. The
 * first keys are those that versions without this table derived.
 * @throws {SecretError} when they were encrypted under a secret that this process does not have
 */
export async function loadKeptKeys(prisma: PrismaClient): Promise<void> {
  let rows = await readRows(prisma);
  if (listMissing(rows).length > 0) rows = await runTransaction(prisma, makeMissing);
  const opened = rows.map(async ({ keyJwe, purpose, ...row }) => ({
    ...row,
    // A newer version may keep more.
    purpose: purpose as KeptPurpose,
    key: openContent(await openValue("kept-keys", keyJwe), { ...row, purpose }),
  }));
  setKeptKeys(await Promise.all(opened));
}

/** Everything in a row of the table but the encrypted value. */
type Place = Omit<Row, "keyJwe">;

/**
 * What is encrypted: the key, and the row that it belongs to. Whoever could write to the database, and had learned an older
 * key, could otherwise put that key in the place of a newer one.
 */
const contentSchema = z.object({
  purpose: z.string(),
  generation: z.int(),
  madeUnder: z.string(),
  createdAt: z.string(),
  key: z.base64url(),
});

const describePlace = ({ purpose, generation, madeUnder, createdAt }: Place) => ({
  purpose,
  generation,
  madeUnder,
  createdAt: createdAt.toISOString(),
});

const sealContent = (key: Buffer, place: Place) =>
  sealValue("kept-keys", Buffer.from(JSON.stringify({ ...describePlace(place), key: key.toString("base64url") })));

/** @throws {SecretError} when the value was moved here from another row, or the row was changed */
function openContent(plaintext: Uint8Array, place: Place): Buffer {
  const { key, ...sealed } = contentSchema.parse(JSON.parse(Buffer.from(plaintext).toString()));
  if (!isDeepStrictEqual(sealed, describePlace(place))) {
    throw new SecretError(
      `The table kept_keys was changed: its row "${place.purpose}", ${place.generation}, is not as the portal wrote it. Restore it from a backup.`,
    );
  }
  return Buffer.from(key, "base64url");
}

/** Reads them again where another instance may have made some: while the secret is being changed. */
export async function refreshKeptKeys(prisma: PrismaClient): Promise<void> {
  if (getEnv().previousSecret !== null && ageOfKeptKeys() > FRESH_MS) await loadKeptKeys(prisma);
}

function readRows(db: Prisma.TransactionClient): Promise<Row[]> {
  return db.keptKey.findMany({ orderBy: { generation: "asc" } });
}

const isKnown = (rows: readonly Row[]) => {
  const own = identifySecret(getMasterKey());
  return rows.some(({ madeUnder }) => madeUnder === own);
};

const listMissing = (rows: readonly Row[]) =>
  KEPT_PURPOSES.filter((purpose) => rows.every((row) => row.purpose !== purpose));

async function makeMissing(tx: Prisma.TransactionClient): Promise<Row[]> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
  const rows = await readRows(tx);
  const first = await findFirstSecret(tx);
  for (const purpose of listMissing(rows)) {
    rows.push(await createRow(tx, { purpose, generation: 1, key: deriveFrom(first, purpose), master: first }));
  }
  return rows;
}

async function createRow(
  tx: Prisma.TransactionClient,
  made: { purpose: KeptPurpose; generation: number; key: Buffer; master: string },
): Promise<Row> {
  const { purpose, generation, key, master } = made;
  const place = { purpose, generation, madeUnder: identifySecret(master), createdAt: new Date() };
  return await tx.keptKey.create({ data: { ...place, keyJwe: await sealContent(key, place) } });
}

/**
 * Begins the change to this process's secret, unless an instance ran with it before: the purposes that can take another key
 * get one. From then on no version without this table may run. Only for processes that serve, so that a command with a wrong
 * secret begins no change.
 */
export async function beginSecret(prisma: PrismaClient): Promise<void> {
  if (isKnown(await readRows(prisma))) return;
  await runTransaction(prisma, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
    const rows = await readRows(tx);
    if (!isKnown(rows)) await renewKeys(tx, rows);
  });
  await loadKeptKeys(prisma);
}

/**
 * Makes this process's secret the newest, unless it is already: the purposes that can take another key get one. For an
 * operator who goes back to a secret that another one came after.
 */
export async function makeSecretNewest(prisma: PrismaClient): Promise<void> {
  await runTransaction(prisma, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
    const rows = await readRows(tx);
    if (rows.at(-1)?.madeUnder !== identifySecret(getMasterKey())) await renewKeys(tx, rows);
  });
  await loadKeptKeys(prisma);
}

async function renewKeys(tx: Prisma.TransactionClient, rows: readonly Row[]): Promise<Row[]> {
  // A version that knows only one secret cannot use what is encrypted under the new one.
  const step = { migration: MIGRATION, needs: MIGRATION };
  await tx.contractStep.upsert({ where: { migration: MIGRATION }, create: step, update: step });
  const made: Row[] = [];
  for (const purpose of RENEWED_PURPOSES) {
    const generations = rows.filter((row) => row.purpose === purpose).map((row) => row.generation);
    const generation = Math.max(...generations) + 1;
    made.push(await createRow(tx, { purpose, generation, key: randomBytes(32), master: getMasterKey() }));
  }
  return made;
}

/**
 * The secret from which versions without this table derived their keys: the one that encrypted the signing keys. Without
 * signing keys, nothing was derived yet.
 */
async function findFirstSecret(tx: Prisma.TransactionClient): Promise<string> {
  const oldest = await tx.signingKey.findFirst({ orderBy: { createdAt: "asc" }, select: { privateJwe: true } });
  if (oldest === null) return getMasterKey();
  const place = findSealingSecret("signing-keys", oldest.privateJwe);
  const master = place === null ? undefined : listMasterKeys()[place];
  // Says which secret is missing.
  if (master === undefined) await openValue("signing-keys", oldest.privateJwe);
  return master ?? getMasterKey();
}
