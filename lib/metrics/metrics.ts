import type { Counter, Gauge, Histogram, MetricObjectWithValues, MetricValue, Registry } from "prom-client";
import type { EventType, NewEvent } from "../events/catalogue";
import { type LabelOf, METRICS, type MetricKind, type MetricName, type NameOfType } from "./catalogue";

/** How a request ended; `cut_off`: its connection was closed before the answer was sent. */
export type RequestOutcome = "ok" | "redirected" | "refused" | "limited" | "failed" | "cut_off";

/** How a try to prove who one is ended; `limited`: it was not looked at, because too many were wrong before. */
export type ProofOutcome = "ok" | "refused" | "limited";

/** How a try of a job ended; `given_up`: it failed for the last time. */
export type JobOutcome = "done" | "failed" | "given_up";

/** What a process answers a scrape with. */
export type ScrapedMetrics = MetricObjectWithValues<MetricValue<string>>[];

interface Running {
  registry: Registry;
  made: Map<string, Counter<string> | Gauge<string> | Histogram<string>>;
}

// Next.js bundles instrumentation and routes apart, so a module variable would not be one per process.
const slot = Symbol.for("portico.metrics");
const lookUps = Symbol.for("portico.look-ups");
const holder = globalThis as { [slot]?: Running; [lookUps]?: { cache: string; hit: number; miss: number }[] };

/** What a process does: everything, or its part of a portal of several processes. */
export type ProcessRole = "portal" | "protocol" | "pages";

/**
 * Starts counting in this process. Until then, and where nobody reads metrics, every function here does nothing, and
 * prom-client is not loaded.
 */
export async function startMetrics(role: ProcessRole): Promise<void> {
  if (holder[slot]) return;
  const { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } = await import("prom-client");
  const registry = new Registry();
  const classes = { counter: Counter, gauge: Gauge, histogram: Histogram };
  const make = ([name, kind]: [string, MetricKind]) => {
    const { type, help, labels, buckets, aggregator = "sum" as const } = kind;
    const options = { name, help, labelNames: [...labels], aggregator, registers: [registry] };
    return [name, new classes[type]({ ...options, ...(buckets && { buckets: [...buckets] }) })] as const;
  };
  holder[slot] = { registry, made: new Map(Object.entries<MetricKind>(METRICS).map(make)) };
  collectDefaultMetrics({ register: registry, labels: { role } });
  setGauge("portico_processes", { role }, 1);
}

/** Whether this process counts. */
export const hasMetrics = (): boolean => holder[slot] !== undefined;

/** For tests: stops counting, and forgets what was counted. */
export function dropMetrics(): void {
  holder[slot]?.registry.clear();
  delete holder[slot];
}

/** Everything that this process has counted, in prom-client's form, which one process can add up for several. */
export async function readMetrics(): Promise<ScrapedMetrics> {
  tellLookUps();
  const metrics = (await holder[slot]?.registry.getMetricsAsJSON()) ?? [];
  // A mean of nothing is NaN, which JSON cannot carry to another process.
  return metrics.map((each) => ({ ...each, values: each.values.filter(({ value }) => Number.isFinite(value)) }));
}

type Labels<Name extends MetricName> = Record<LabelOf<Name>, string>;

/** Counts one more. */
export function count<Name extends NameOfType<"counter">>(name: Name, labels: Labels<Name>, by = 1): void {
  (holder[slot]?.made.get(name) as Counter<string> | undefined)?.inc(labels, by);
}

/** Says how much of something there is now. */
export function setGauge<Name extends NameOfType<"gauge">>(name: Name, labels: Labels<Name>, value: number): void {
  (holder[slot]?.made.get(name) as Gauge<string> | undefined)?.set(labels, value);
}

/** Forgets what a gauge said, for labels that there may no longer be. */
export function resetGauge(name: NameOfType<"gauge">): void {
  holder[slot]?.made.get(name)?.reset();
}

/** Notes how long something took, or how large it was. */
export function observe<Name extends NameOfType<"histogram">>(name: Name, labels: Labels<Name>, value: number): void {
  (holder[slot]?.made.get(name) as Histogram<string> | undefined)?.observe(labels, value);
}

/** Notes that a request ended. @param seconds since its head arrived */
export function countRequest(endpoint: string, outcome: RequestOutcome, seconds: number): void {
  count("portico_requests_total", { endpoint, outcome });
  observe("portico_request_duration_seconds", { endpoint }, seconds);
}

/** Notes that somebody tried to prove who they are. @param factor its name, as `lib/auth/factors` has it */
export function countProof(factor: string, outcome: ProofOutcome): void {
  count("portico_proofs_total", { factor, outcome });
}

/** Notes an event for the audit log. */
export function countEvent(type: EventType, outcome: NewEvent["outcome"]): void {
  count("portico_events_total", { type, outcome });
}

/** Notes that a job ended, for now or for good. */
export function countJob(kind: string, outcome: JobOutcome): void {
  count("portico_jobs_total", { kind, outcome });
}

/** Notes a statement that several requests shared. @param milliseconds that it took */
export function observeBatch(kind: "read" | "write", items: number, milliseconds: number): void {
  observe("portico_batch_items", { kind }, items);
  observe("portico_batch_duration_seconds", { kind }, milliseconds / 1000);
}

/**
 * Counts the look-ups of a cache. A request makes several, so they are only added up here, and told to prom-client when
 * somebody reads the metrics.
 */
export function countLookUps(cache: string): (isHit: boolean) => void {
  const seen = { cache, hit: 0, miss: 0 };
  holder[lookUps] ??= [];
  holder[lookUps].push(seen);
  return (isHit) => {
    if (isHit) seen.hit += 1;
    else seen.miss += 1;
  };
}

function tellLookUps(): void {
  for (const seen of holder[lookUps] ?? []) {
    for (const result of ["hit", "miss"] as const) {
      count("portico_cache_lookups_total", { cache: seen.cache, result }, seen[result]);
      seen[result] = 0;
    }
  }
}
