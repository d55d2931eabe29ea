import { createCache } from "../../engine/cache";
import { countLookUps } from "../../metrics/metrics";
import { withAdvisoryLock } from "../driver/advisory-lock";
import type { DatabaseChanges } from "../driver/changes";
import { type Database, findChanges, getDb, peekDatabase } from "../driver/database";
import type { Prisma } from "../generated/client";
import { keepOnlyLogo, type PortalLogo } from "./portal-logos";

/** What administrators set, by its name in the table. Whoever reads a value checks it. */
export type StoredSettings = Readonly<Record<string, unknown>>;

/** A value that can be stored. */
export type SettingValue = string | number | boolean | readonly string[];

type Writer = Pick<Prisma.TransactionClient, "$executeRaw">;

// Next.js bundles instrumentation and routes separately, so a module variable would not be shared within the process.
const slot = Symbol.for("portico.settings");
/** What was read last in this process, and of which database, for callers that cannot wait. */
const holder = globalThis as { [slot]?: { database: Database | undefined; stored: StoredSettings } };

/** All stored settings, as they are in the database now. */
export async function findStoredSettings(): Promise<StoredSettings> {
  return readStored(await getDb());
}

async function readStored(db: Pick<Prisma.TransactionClient, "setting">): Promise<StoredSettings> {
  const rows = await db.setting.findMany({ select: { name: true, value: true } });
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

async function readAll(): Promise<StoredSettings> {
  const read = await findStoredSettings();
  holder[slot] = { database: peekDatabase(), stored: read };
  return read;
}

const findAll = createCache("setting", readAll, findChanges, countLookUps("settings"));

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

/** For tests: this process knows no settings any more. Those who cannot wait would take them for those of any portal. */
export function forgetSettings(): void {
  delete holder[slot];
}

/** Changes by the name in the table; undefined removes a setting, so that its default counts again. */
export type SettingChanges = Readonly<Record<string, SettingValue | undefined>>;

/** What to change (null: nothing), and what to answer to the caller. */
export interface SettingsRevision<Answer> {
  changes: SettingChanges | null;
  /** the picture that the changed setting `logo` names, stored with it; null: none. All others are deleted. */
  logo?: PortalLogo | null | undefined;
  answer: Answer;
}

/**
 * Changes settings depending on what is stored, all or none. Nobody else can change any in between, so two who save at
 * the same time see each other's changes.
 * @param decide gets what is stored, by name; must not wait for anything
 * @returns what `decide` answered
 */
export async function reviseSettings<Answer>(
  decide: (stored: StoredSettings) => SettingsRevision<Answer>,
): Promise<Answer> {
  return withAdvisoryLock("settings", async (tx) => {
    const { changes, logo, answer } = decide(await readStored(tx));
    if (changes === null) return answer;
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) await tx.setting.deleteMany({ where: { name } });
      else await putSetting(tx, name, value);
    }
    if (logo !== undefined) await keepOnlyLogo(tx, logo);
    return answer;
  });
}

/**
 * Stores settings, whatever was stored before, all or none.
 * @returns what was stored before, by name; undefined: nothing
 */
export async function storeSettings(changes: SettingChanges): Promise<Record<string, unknown>> {
  const names = Object.keys(changes);
  return reviseSettings((stored) => {
    const before = names.filter((name) => name in stored).map((name) => [name, stored[name]]);
    return { changes, answer: Object.fromEntries(before) };
  });
}

/** One statement, so that of two at once none finds a row that it did not expect. */
async function putSetting(db: Writer, name: string, value: SettingValue): Promise<void> {
  await db.$executeRaw`
    INSERT INTO settings (name, value, updated_at) VALUES (${name}, ${JSON.stringify(value)}::jsonb, now())
    ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value, updated_at = EXCLUDED.updated_at`;
}

/** The stored value of something that the portal keeps between starts, as JSON; undefined: nothing. */
export async function findSetting(name: string): Promise<unknown> {
  const db = await getDb();
  const row = await db.setting.findUnique({ where: { name }, select: { value: true } });
  return row?.value;
}

/** Stores such a value; it must be plain JSON. */
export async function saveSetting(name: string, value: string | number | boolean): Promise<void> {
  await putSetting(await getDb(), name, value);
}

/** Removes a setting if it still has this value. True for exactly one of any number of callers. */
export async function takeSetting(name: string, value: string): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.setting.deleteMany({ where: { name, value: { equals: value } } });
  return count === 1;
}
