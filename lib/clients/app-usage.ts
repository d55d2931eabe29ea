import { findUsage, flushUsage, type UsageSpan } from "../db/clients/client-usage";
import { LONGER, type SignInEnd, TOKEN_MS } from "../events/usage";
import type { SeenClient } from "./managed-client";

/** How far back the usage of an app can be seen: in hours or in days, each with that many bars. */
export const USAGE_RANGES = {
  "24h": { span: "hour", count: 24 },
  "7d": { span: "day", count: 7 },
  "30d": { span: "day", count: 30 },
  "90d": { span: "day", count: 90 },
} as const satisfies Record<string, { span: UsageSpan; count: number }>;

export type UsageRange = keyof typeof USAGE_RANGES;

const STEP_MS: Record<UsageSpan, number> = { hour: 3_600_000, day: 86_400_000 };

/** @returns the range of this name; a week, if there is none */
export function readUsageRange(name: unknown): UsageRange {
  return typeof name === "string" && Object.hasOwn(USAGE_RANGES, name) ? (name as UsageRange) : "7d";
}

/** What an app did in one hour or day. */
export interface UsageStep {
  startsAt: Date;
  signIns: Record<SignInEnd, number>;
  /** grant type -> how many tokens */
  tokens: Record<string, number>;
  /** cause -> how often */
  errors: Record<string, number>;
  /** milliseconds within which 95 % of the token requests were answered; null: there were none, or they took longer */
  tokenP95: number | null;
}

export interface AppUsage {
  range: UsageRange;
  span: UsageSpan;
  /** the oldest first; without gaps */
  steps: UsageStep[];
  /** of all steps together */
  total: Omit<UsageStep, "startsAt">;
  /** how many people signed in: an estimate, within a few per cent where there are many */
  people: number;
}

/** What an app did in a range up to now, from what was counted; as fast with many requests as with few. */
export async function findAppUsage({ clientId }: SeenClient, range: UsageRange, now: Date): Promise<AppUsage> {
  const { span, count } = USAGE_RANGES[range];
  const step = STEP_MS[span];
  const last = Math.floor(now.getTime() / step) * step;
  const since = new Date(last - (count - 1) * step);
  await flushUsage();
  const { counts, people } = await findUsage(clientId, { span, since });
  const times = Array.from({ length: count }, (_, index) => since.getTime() + index * step);
  const steps = times.map((time) => ({
    startsAt: new Date(time),
    ...addUp(counts.filter(({ startsAt }) => startsAt.getTime() === time)),
  }));
  return { range, span, steps, total: addUp(counts), people };
}

type Counts = Awaited<ReturnType<typeof findUsage>>["counts"];

function addUp(counts: Counts): AppUsage["total"] {
  const of = (measure: Counts[number]["measure"]) => {
    const sums: Record<string, number> = {};
    for (const each of counts) if (each.measure === measure) sums[each.name] = (sums[each.name] ?? 0) + each.count;
    return sums;
  };
  const { done = 0, refused = 0, failed = 0 } = of("sign_in");
  return {
    signIns: { done, refused, failed },
    tokens: of("token"),
    errors: of("error"),
    tokenP95: findP95(of("token_ms")),
  };
}

function findP95(times: Readonly<Record<string, number>>): number | null {
  const all = [...TOKEN_MS.map(String), LONGER].reduce((sum, bound) => sum + (times[bound] ?? 0), 0);
  let seen = 0;
  for (const bound of TOKEN_MS) {
    seen += times[bound] ?? 0;
    if (all > 0 && seen >= 0.95 * all) return bound;
  }
  return null;
}

/** One number of the usage: a line of its table, and of its file. */
export interface UsageRow {
  at: Date;
  measure: "sign_ins" | "tokens" | "errors" | "token_p95_ms";
  name: string;
  value: number;
}

/** Every number of the usage but those that are 0, the newest first. */
export function listUsageRows({ steps }: AppUsage): UsageRow[] {
  return steps.toReversed().flatMap(({ startsAt: at, signIns, tokens, errors, tokenP95 }) => {
    const rows = (measure: UsageRow["measure"], values: Record<string, number>) =>
      Object.entries(values).flatMap(([name, value]) => (value === 0 ? [] : [{ at, measure, name, value }]));
    return [
      ...rows("sign_ins", signIns),
      ...rows("tokens", tokens),
      ...rows("errors", errors),
      ...rows("token_p95_ms", tokenP95 === null ? {} : { "": tokenP95 }),
    ];
  });
}
