import { createCache } from "../../engine/cache";
import type { DatabaseChanges } from "../driver/changes";
import { type Database, findChanges, getDb, peekDatabase } from "../driver/database";
import { inTransaction } from "../driver/transaction";

/** What administrators set, by its name in the table. Whoever reads a value checks it. */
export type StoredSettings = Readonly<Record<string, unknown>>;

/** A value that can be stored. */
export type SettingValue = string | number | boolean | readonly string[];

// Next.js bundles instrumentation and routes separately, so a module variable would not be shared within the process.
const slot = Symbol.for("portico.settings");
/** What was read last in this process, and of which database, for callers that cannot wait. */
const holder = globalThis as { [slot]?: { database: Database | undefined; stored: StoredSettings } };

/** All stored settings, as they are in the database now. */
export async function findStoredSettings(): Promise<StoredSettings> {
  const db = await getDb();
  const rows = await db.setting.findMany({ select: { name: true, value: true } });
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

async function readAll(): Promise<StoredSettings> {
  const read = await findStoredSettings();
  holder[slot] = { database: peekDatabase(), stored: read };
  return read;
}

const findAll = createCache("setting", readAll, findChanges);

const NONE: StoredSettings = {};

let heard: DatabaseChanges | undefined;

/** Reads the settings anew as soon as somebody changed one, so that callers that cannot wait know it too. */
function hearChanges(): void {
  const changes = peekDatabase()?.changes;
  if (changes === undefined || changes === heard) return;
  heard = changes;
  changes.subscribe((change) => {
    if (changes.isLive && changes === heard && (change === null || change.kind === "setting")) renew();
  });
}

function renew(): void {
  const found = findAll("");
  // While the database is away, what was read last counts.
  if (found instanceof Promise) found.catch(() => undefined);
}

/** All stored settings. Each process reads them once a second at most, and again when somebody changed one. */
export async function findSettings(): Promise<StoredSettings> {
  const found = (await findAll("")) ?? {};
  hearChanges();
  return found;
}

/**
 * The settings as this process knows them, for callers that cannot wait. It hears of changes, and if it cannot, each
 * call makes sure that the next one knows what is stored now. None, before the first {@link findSettings}.
 */
export function peekSettings(): StoredSettings {
  const database = peekDatabase();
  if (database) renew();
  const known = holder[slot];
  // Test files have a database each, in one process.
  return known && (database === undefined || database === known.database) ? known.stored : NONE;
}

/**
 * Stores settings, all or none; undefined removes one, so that its default counts again.
 * @returns what was stored before, by name; undefined: nothing
 */
export async function storeSettings(
  changes: Readonly<Record<string, SettingValue | undefined>>,
): Promise<Record<string, unknown>> {
  const names = Object.keys(changes);
  return inTransaction(async (tx) => {
    // In one order, so that two administrators who save at the same time do not wait for each other in a circle.
    await tx.$queryRaw`SELECT name FROM settings WHERE name = ANY(${names}::text[]) ORDER BY name FOR UPDATE`;
    const rows = await tx.setting.findMany({ where: { name: { in: names } }, select: { name: true, value: true } });
    for (const [name, value] of Object.entries(changes).sort(([one], [other]) => (one < other ? -1 : 1))) {
      if (value === undefined) await tx.setting.deleteMany({ where: { name } });
      else await tx.setting.upsert({ where: { name }, create: { name, ...toColumn(value) }, update: toColumn(value) });
    }
    return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  });
}

function toColumn(value: SettingValue) {
  return { value: typeof value === "object" ? [...value] : value };
}

/** The stored value of something that the portal keeps between starts, as JSON; undefined: nothing. */
export async function findSetting(name: string): Promise<unknown> {
  const db = await getDb();
  const row = await db.setting.findUnique({ where: { name }, select: { value: true } });
  return row?.value;
}

/** Stores such a value; it must be plain JSON. */
export async function saveSetting(name: string, value: string | number | boolean): Promise<void> {
  await storeSettings({ [name]: value });
}

/** Removes a setting if it still has this value. True for exactly one of any number of callers. */
export async function takeSetting(name: string, value: string): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.setting.deleteMany({ where: { name, value: { equals: value } } });
  return count === 1;
}
