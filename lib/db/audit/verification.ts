import { getDb, readKeptKeysAgain } from "../driver/database";
import { listLivingProcesses } from "../driver/living-processes";
import { Prisma } from "../generated/client";
import { AUDIT_WRITER, type AuditLink, hashEvents, isSealed, logBefore, type StoredEvent, writerOf } from "./chain";
import { DATABASE_RESTORED, PROCESS_ENDED } from "./events";

/** What somebody did to the log. */
export type AuditProblem =
  | { kind: "batch_changed"; batchId: string; at: Date }
  | { kind: "batch_missing"; batchId: string; at: Date }
  | { kind: "event_changed"; batchId: string; at: Date }
  | { kind: "event_missing"; eventId: string; at: Date }
  | { kind: "event_added"; eventId: string; at: Date };

export interface AuditReport {
  batches: number;
  events: number;
  /** the first hundred, in the order in which they were found */
  problems: AuditProblem[];
  /** Processes that are gone without having said so, by when they last wrote; the newest hundred. */
  unclosed: { lastAt: Date }[];
  /** Events that a version which did not seal wrote beside the first one that did; null: none. */
  unsealed: { events: number; firstAt: Date; lastAt: Date } | null;
  /** Batches that a newer version wrote in a way which this one cannot check. */
  unknownBatches: number;
}

const PAGE_SIZE = 200;
const MAX_PROBLEMS = 100;
const DAY_MS = 86_400_000;

/**
 * Checks that the log is as it was written: every seal, every link to the batch before, every event. Events older than
 * `retentionDays` may be gone. If somebody removes the newest batches of a process that has ended, that shows only if
 * another process started after them.
 */
export async function verifyAuditLog(options: { now: Date; retentionDays: number }): Promise<AuditReport> {
  const edge = new Date(options.now.getTime() - options.retentionDays * DAY_MS);
  const report: AuditReport = {
    batches: 0,
    events: 0,
    problems: [],
    unclosed: [],
    unsealed: null,
    unknownBatches: 0,
  };
  await readKeptKeysAgain();
  let before: AuditLink | null = null;
  for await (const page of readBatches()) {
    const events = await findEvents(page);
    for (const link of page) {
      report.batches += 1;
      if (isUnknown(link)) report.unknownBatches += 1;
      else report.problems.push(...(await checkLink(link, before, edge)), ...checkEvents(link, events, edge));
      before = link;
    }
    report.events += events.size;
    if (report.problems.length >= MAX_PROBLEMS) break;
  }
  const first = await findFirst();
  const changeover = await findChangeover(first);
  if (report.problems.length < MAX_PROBLEMS) report.problems.push(...(await findAddedEvents(first, changeover)));
  return {
    ...report,
    problems: report.problems.slice(0, MAX_PROBLEMS),
    unclosed: await findUnclosed(),
    unsealed: await findUnsealed(first, changeover),
  };
}

/** Whether a newer version wrote a batch in a way of its own. The batch after it still refers to its seal. */
function isUnknown(link: AuditLink): boolean {
  return writerOf(link.chainId) > AUDIT_WRITER && !isSealed(link);
}

/** What was found of the newest part of the log. */
export interface NewestReport {
  events: number;
  /** when the oldest of the batches that were looked at was written; null: there is none */
  since: Date | null;
  /** the first ten, in the order in which they were found */
  problems: AuditProblem[];
  /** Batches that a newer version wrote in a way which this one cannot check; their events are not among `events`. */
  unknownBatches: number;
}

/** Batches, and events in them, that a look at the newest part reads at most, apart from one batch. */
const NEWEST_BATCHES = 100;
const NEWEST_EVENTS = 5_000;

/**
 * The same for the newest part of the log, with a limit on the work: it is for a page. What was taken out or put in shows
 * between the batches that are looked at.
 */
export async function verifyNewest(options: { now: Date; retentionDays: number }): Promise<NewestReport> {
  const edge = new Date(options.now.getTime() - options.retentionDays * DAY_MS);
  const db = await getDb();
  await readKeptKeysAgain();
  const rows: AuditLink[] = await db.auditBatch.findMany({
    orderBy: [{ createdAt: "desc" }, { position: "desc" }],
    take: NEWEST_BATCHES,
  });
  let count = 0;
  const links = rows.filter(({ eventIds }, place) => {
    count += eventIds.length;
    return place === 0 || count <= NEWEST_EVENTS;
  });
  const oldest = links.at(-1);
  if (!oldest) return { events: 0, since: null, problems: [], unknownBatches: 0 };
  const known = links.filter((link) => !isUnknown(link));
  const events = await findEvents(known);
  const byId = new Map(links.map((link) => [link.id, link]));
  const problems: AuditProblem[] = [];
  for (const link of known.toReversed()) {
    const before = byId.get(link.previousId ?? "") ?? null;
    problems.push(...(await checkLink(link, before, edge)), ...checkEvents(link, events, edge));
  }
  problems.push(...(await findAddedSince(links, await findChangeover(await findFirst()))));
  return {
    events: events.size,
    since: oldest.createdAt,
    problems: problems.slice(0, 10),
    unknownBatches: links.length - known.length,
  };
}

/** Events that are in none of these batches, and newer than all that the oldest of them holds. */
async function findAddedSince(links: readonly AuditLink[], changeover: Date | null): Promise<AuditProblem[]> {
  const ids = links.flatMap(({ eventIds }) => eventIds);
  const newestOfOldest = links.at(-1)?.eventIds.toSorted().at(-1);
  const newest = ids.toSorted().at(-1);
  if (newestOfOldest === undefined || newest === undefined) return [];
  const db = await getDb();
  const rows = await db.$queryRaw<{ id: string; created_at: Date }[]>`
    SELECT e.id, e.created_at FROM audit_events e
    WHERE e.created_at BETWEEN ${timeOf(newestOfOldest)}::timestamptz AND ${timeOf(newest)}::timestamptz
      AND (${changeover}::timestamptz IS NULL OR e.created_at > ${changeover}::timestamptz)
      AND e.id > ${newestOfOldest}::uuid AND e.id <= ${newest}::uuid AND e.id <> ALL(${ids}::uuid[])
      AND NOT EXISTS (SELECT FROM audit_batches b WHERE b.created_at >= e.created_at AND b.event_ids @> ARRAY[e.id]
        AND b.created_at < e.created_at + interval '1 day')
    ORDER BY e.id LIMIT 10`;
  return rows.map((row) => ({ kind: "event_added", eventId: row.id, at: row.created_at }));
}

/**
 * Processes that were killed: up to a second of their last events is missing, and nothing in their chains shows it.
 * This counts only processes since they started to say when they end, and none that a backup cut off by being made.
 */
async function findUnclosed(): Promise<{ lastAt: Date }[]> {
  const db = await getDb();
  const living = new Set(await listLivingProcesses(db));
  // Of those without a number, some never say when they end. Which ones can be told only before the first with a number.
  const processes = await db.$queryRaw<{ process: string; last_at: Date }[]>`
    WITH ended AS (SELECT data ->> 'process' AS process, created_at FROM audit_events WHERE type = ${PROCESS_ENDED}),
      restored AS (
        SELECT jsonb_array_elements_text(data -> 'processes') AS process FROM audit_events
        WHERE type = ${DATABASE_RESTORED}),
      written AS (
        SELECT right(chain_id::text, 8) AS process, min(created_at) AS first_at, max(created_at) AS last_at,
          bool_or(${hasNumber}) AS has_number
        FROM audit_batches GROUP BY 1)
    SELECT process, last_at FROM written
    WHERE first_at >= (SELECT min(created_at) FROM ended) AND process NOT IN (SELECT process FROM ended)
      AND process NOT IN (SELECT process FROM restored)
      AND (has_number OR last_at < ALL (SELECT first_at FROM written WHERE has_number))
    ORDER BY last_at DESC LIMIT ${MAX_PROBLEMS}`;
  return processes.filter(({ process }) => !living.has(process)).map(({ last_at }) => ({ lastAt: last_at }));
}

/** Whether the chain of a batch has the number of its writer. */
const hasNumber = Prisma.sql`substr(chain_id::text, 15, 1) = '8'`;

/** Chain by chain, each from its start. */
async function* readBatches(): AsyncGenerator<AuditLink[]> {
  const db = await getDb();
  let cursor: { chainId: string; position: number } | null = null;
  for (;;) {
    const page: AuditLink[] = await db.auditBatch.findMany({
      where: cursor
        ? {
            OR: [{ chainId: { gt: cursor.chainId } }, { chainId: cursor.chainId, position: { gt: cursor.position } }],
          }
        : {},
      orderBy: [{ chainId: "asc" }, { position: "asc" }],
      take: PAGE_SIZE,
    });
    const last = page.at(-1);
    if (!last) return;
    cursor = { chainId: last.chainId, position: last.position };
    yield page;
  }
}

async function findEvents(page: AuditLink[]): Promise<Map<string, StoredEvent>> {
  const db = await getDb();
  const rows = await db.auditEvent.findMany({ where: { id: { in: page.flatMap(({ eventIds }) => eventIds) } } });
  return new Map(rows.map((row) => [row.id, row]));
}

async function checkLink(link: AuditLink, before: AuditLink | null, edge: Date): Promise<AuditProblem[]> {
  const { id: batchId, createdAt: at } = link;
  if (!isSealed(link)) return [{ kind: "batch_changed", batchId, at }];
  if (link.previousId === null) return [];
  const isBefore = before?.id === link.previousId;
  const previousSeal = isBefore ? before?.seal : await findSeal(link.previousId);
  if (previousSeal === link.previousSeal) return [];
  const mayBeGone = previousSeal === null && link.previousAt !== null && link.previousAt < edge;
  return mayBeGone ? [] : [{ kind: "batch_missing", batchId, at }];
}

async function findSeal(id: string): Promise<string | null> {
  const db = await getDb();
  return (await db.auditBatch.findUnique({ where: { id }, select: { seal: true } }))?.seal ?? null;
}

function checkEvents(link: AuditLink, events: Map<string, StoredEvent>, edge: Date): AuditProblem[] {
  const found = link.eventIds.flatMap((id) => events.get(id) ?? []);
  const missing = link.eventIds.filter((id) => !events.has(id) && timeOf(id) >= edge);
  if (missing.length > 0) return missing.map((eventId) => ({ kind: "event_missing", eventId, at: timeOf(eventId) }));
  // Some were swept: the common hash says nothing about the others.
  if (found.length < link.eventIds.length || hashEvents(found) === link.contentHash) return [];
  return [{ kind: "event_changed", batchId: link.id, at: link.createdAt }];
}

/** The time in a UUIDv7. @see RFC 9562 §5.7 */
function timeOf(id: string): Date {
  return new Date(Number.parseInt(id.replace("-", "").slice(0, 12), 16));
}

/** The very first batch; null when it is gone, or there is none. */
async function findFirst(): Promise<AuditLink | null> {
  const db = await getDb();
  const first = await db.auditBatch.findFirst({ orderBy: [{ createdAt: "asc" }, { position: "asc" }] });
  return first?.previousId === null ? first : null;
}

/**
 * The last moment at which a version that did not seal may have written beside the first one that did: a day after the
 * first batch. Null if there was no such version, as where the first batch says that the log was empty, or when that batch
 * is gone.
 */
async function findChangeover(first: AuditLink | null): Promise<Date | null> {
  if (first === null || logBefore(first) === "empty") return null;
  const db = await getDb();
  const [row] = await db.$queryRaw<{ until: Date }[]>`
    SELECT b.created_at + interval '1 day' AS until
    FROM (SELECT * FROM audit_batches WHERE id = ${first.id}::uuid) b
    WHERE EXISTS (
      SELECT FROM audit_events e WHERE e.id < ALL (b.event_ids) AND NOT EXISTS (
        SELECT FROM audit_batches s WHERE s.event_ids @> ARRAY[e.id] AND s.created_at < b.created_at + interval '1 day'))`;
  return row?.until ?? null;
}

/**
 * Events in no batch that are newer than the first event in a batch, because ids start with their time; all events in no
 * batch where the log was empty before the first.
 */
function selectAdded(first: AuditLink | null): Prisma.Sql {
  const wasEmpty = first !== null && logBefore(first) === "empty";
  return Prisma.sql`
    WITH sealed AS (SELECT unnest(event_ids) AS id FROM audit_batches),
      first AS (SELECT id FROM sealed ORDER BY id LIMIT 1),
      added AS (
        SELECT e.id, e.created_at FROM audit_events e LEFT JOIN sealed USING (id)
        WHERE sealed.id IS NULL AND (${wasEmpty}::bool OR e.id > (SELECT id FROM first)))`;
}

async function findAddedEvents(first: AuditLink | null, changeover: Date | null): Promise<AuditProblem[]> {
  const db = await getDb();
  const rows = await db.$queryRaw<{ id: string; created_at: Date }[]>`
    ${selectAdded(first)} SELECT id, created_at FROM added
    WHERE ${changeover}::timestamptz IS NULL OR created_at > ${changeover}::timestamptz ORDER BY id LIMIT ${MAX_PROBLEMS}`;
  return rows.map((row) => ({ kind: "event_added", eventId: row.id, at: row.created_at }));
}

async function findUnsealed(first: AuditLink | null, changeover: Date | null): Promise<AuditReport["unsealed"]> {
  if (changeover === null) return null;
  const db = await getDb();
  const [row] = await db.$queryRaw<{ events: number; first_at: Date | null; last_at: Date | null }[]>`
    ${selectAdded(first)} SELECT count(*)::int AS events, min(created_at) AS first_at, max(created_at) AS last_at FROM added
    WHERE created_at <= ${changeover}::timestamptz`;
  return row?.first_at && row.last_at ? { events: row.events, firstAt: row.first_at, lastAt: row.last_at } : null;
}
