import { getDb } from "../driver/database";

/** The partition that takes what no other one takes. */
export const REST = "audit_events_rest";

/** The partition of all events from before there were partitions; it is dropped when the last of them is past. */
const BEFORE = "audit_events_before";

/** The longest retention, in days, with which a partition holds a week: with months, events would stay much longer. */
const WEEKS_UNTIL_DAYS = 100;

const DAY_MS = 86_400_000;

/** What was done to the partitions of the audit log. */
export interface PartitionWork {
  made: number;
  /** names of those that are gone */
  dropped: string[];
}

/** The partitions that hold events of any time, so that what is past is deleted there row by row. */
export async function listSweptPartitions(): Promise<string[]> {
  const db = await getDb();
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM unnest(${[REST, BEFORE]}::text[]) AS name WHERE to_regclass(name) IS NOT NULL`;
  return rows.map(({ name }) => name);
}

/**
 * Makes the partitions of now and of the next weeks or months, and drops those all of whose events are older than the
 * retention. If another statement holds the table for two seconds, it fails, and the next run does it.
 */
export async function keepAuditPartitions(now: Date, retentionDays: number): Promise<PartitionWork> {
  const db = await getDb();
  const span = retentionDays <= WEEKS_UNTIL_DAYS ? "week" : "month";
  const before = new Date(now.getTime() - retentionDays * DAY_MS);
  const [row] = await db.$queryRaw<
    { made: number }[]
  >`SELECT make_audit_partitions(${now}::timestamptz, ${span}) AS made`;
  const gone = await db.$queryRaw<{ name: string }[]>`SELECT drop_audit_partitions(${before}::timestamptz) AS name`;
  return { made: row?.made ?? 0, dropped: gone.map(({ name }) => name) };
}
