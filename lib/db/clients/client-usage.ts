import { hash } from "node:crypto";
import type { NewEvent } from "../../events/catalogue";
import { countUsage, type UsageMeasure } from "../../events/usage";
import { log } from "../../log/log.mjs";
import { getDb, runStatement } from "../driver/database";
import { isDatabaseAway } from "../driver/outage";
import { recordset, toRecordset } from "../driver/sql";

export type UsageSpan = "hour" | "day";

const SPAN_MS: Record<UsageSpan, number> = { hour: 3_600_000, day: 86_400_000 };

const WRITE_AFTER_MS = 10_000;
const BATCH_SIZE = 1_000;

/** What can wait to be written: an hour, a client, a measure and a name each. More is not counted. */
const MOST_WAITING = 50_000;

/**
 * Registers of the estimate of how many people there were (HyperLogLog): the standard error is 3 %, and small numbers are
 * exact but for rare cases. Unlike a list of people, it tells nothing about anybody.
 */
const REGISTERS = 1_024;
const REGISTER_BITS = 10;

interface Counter {
  clientId: string;
  hour: number;
  measure: UsageMeasure;
  name: string;
  count: number;
}

interface Counted {
  waiting: Map<string, Counter>;
  timer: NodeJS.Timeout | null;
  /** the last flush, which the next one waits for */
  flushed: Promise<void>;
}

// Next.js bundles instrumentation and routes apart, so a module variable would not be one per process.
const slot = Symbol.for("portico.client-usage");
const holder = globalThis as { [slot]?: Counted };

function getCounted(): Counted {
  holder[slot] ??= { waiting: new Map(), timer: null, flushed: Promise.resolve() };
  return holder[slot];
}

/**
 * Counts a request of a client, to be written within seconds, together with others. Never throws. A process that is killed
 * loses what it counted last.
 * @param milliseconds that it took; null: unknown
 */
export function countRequest(event: NewEvent, milliseconds: number | null, at: Date = new Date()): void {
  const { clientId, userId } = event;
  if (!clientId) return;
  const hour = Math.floor(at.getTime() / SPAN_MS.hour);
  countUsage(event, milliseconds, (measure, name) => add(clientId, hour, measure, name, 1));
  if (event.type === "authorize.allowed" && userId) {
    const { register, rank } = placeOf(`${clientId} ${userId}`);
    add(clientId, hour, "people", register, rank);
  }
}

function add(clientId: string, hour: number, measure: UsageMeasure, name: string, count: number): void {
  const counted = getCounted();
  const key = `${hour} ${measure} ${name} ${clientId}`;
  const known = counted.waiting.get(key);
  if (known) known.count = combine(measure, known.count, count);
  else if (counted.waiting.size < MOST_WAITING) {
    counted.waiting.set(key, { clientId, hour, measure, name, count });
    counted.timer ??= setTimeout(() => void flushUsage(), WRITE_AFTER_MS).unref();
  }
}

function combine(measure: UsageMeasure, one: number, other: number): number {
  return measure === "people" ? Math.max(one, other) : one + other;
}

/** Which register sees somebody, and with which rank. @see Flajolet et al., HyperLogLog (2007), §2 */
export function placeOf(person: string): { register: string; rank: number } {
  const bits = Buffer.from(hash("sha256", person, "hex").slice(0, 16), "hex");
  const register = bits.readUInt16BE(0) >> (16 - REGISTER_BITS);
  return { register: String(register), rank: Math.clz32(bits.readUInt32BE(4)) + 1 };
}

/** How many people these registers saw. @param ranks of the registers that saw anybody */
export function estimatePeople(ranks: readonly number[]): number {
  const empty = REGISTERS - ranks.length;
  const sum = ranks.reduce((total, rank) => total + 2 ** -rank, empty);
  const raw = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS ** 2) / sum;
  return Math.round(raw <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log(REGISTERS / empty) : raw);
}

// Rows of one statement are locked in one order, so that two processes never wait for each other in a circle.
const write = {
  name: "write-client-usage",
  text: `
    INSERT INTO client_usage AS u (client_id, span, starts_at, measure, name, count)
    SELECT r.client_id, r.span, r.starts_at, r.measure, r.name, r.count
    FROM ${recordset("$1", "r", "client_id text, span text, starts_at timestamptz, measure text, name text, count bigint")}
      JOIN clients c ON c.id = r.client_id
    ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (client_id, span, starts_at, measure, name) DO UPDATE
    SET count = CASE WHEN u.measure = 'people' THEN greatest(u.count, excluded.count) ELSE u.count + excluded.count END`,
};

/**
 * Writes what was counted. Called every few seconds while there is anything, at shutdown, and before somebody reads it. Never
 * throws.
 */
export function flushUsage(): Promise<void> {
  const counted = getCounted();
  counted.flushed = counted.flushed.then(() => writeAll(counted));
  return counted.flushed;
}

async function writeAll(counted: Counted): Promise<void> {
  if (counted.timer) clearTimeout(counted.timer);
  counted.timer = null;
  const all = [...counted.waiting.values()];
  counted.waiting = new Map();
  for (let start = 0; start < all.length; start += BATCH_SIZE) {
    const batch = all.slice(start, start + BATCH_SIZE);
    try {
      await runStatement(write, [toRecordset([...toRows(batch, "hour"), ...toRows(batch, "day")])]);
    } catch (error) {
      if (!isDatabaseAway(error)) {
        log.warn("The usage of some apps could not be counted", { error });
        continue;
      }
      // Counted again with what comes next.
      for (const { clientId, hour, measure, name, count } of all.slice(start))
        add(clientId, hour, measure, name, count);
      return;
    }
  }
}

function toRows(batch: readonly Counter[], span: UsageSpan): object[] {
  const rows = new Map<
    string,
    { client_id: string; span: string; starts_at: Date; measure: string; name: string; count: number }
  >();
  for (const { clientId, hour, measure, name, count } of batch) {
    const time = hour * SPAN_MS.hour;
    const startsAt = time - (time % SPAN_MS[span]);
    const key = `${startsAt} ${measure} ${name} ${clientId}`;
    const row = rows.get(key);
    if (row) row.count = combine(measure, row.count, count);
    else rows.set(key, { client_id: clientId, span, starts_at: new Date(startsAt), measure, name, count });
  }
  return [...rows.values()];
}

/** What was counted within one span. */
export interface UsageCount {
  startsAt: Date;
  measure: Exclude<UsageMeasure, "people">;
  name: string;
  count: number;
}

/** What was counted of a client in the spans that began since `since`, and the estimate of its people in that time. */
export async function findUsage(
  clientId: string,
  { span, since }: { span: UsageSpan; since: Date },
): Promise<{ counts: UsageCount[]; people: number }> {
  const db = await getDb();
  const [counts, ranks] = await Promise.all([
    db.$queryRaw<UsageCount[]>`
      SELECT starts_at AS "startsAt", measure, name, count::float8 AS count FROM client_usage
      WHERE client_id = ${clientId} AND span = ${span} AND starts_at >= ${since}::timestamptz AND measure <> 'people'
      ORDER BY starts_at`,
    db.$queryRaw<{ rank: number }[]>`
      SELECT max(count)::int AS rank FROM client_usage
      WHERE client_id = ${clientId} AND span = ${span} AND starts_at >= ${since}::timestamptz AND measure = 'people'
      GROUP BY name`,
  ]);
  return { counts, people: estimatePeople(ranks.map(({ rank }) => rank)) };
}
