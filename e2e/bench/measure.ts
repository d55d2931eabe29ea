import { readCpuSeconds } from "./cpu";
import type { BenchDatabase } from "./database";
import type { Engine } from "./engines/engine";
import type { LoadProcess } from "./load/load-process";
import type { LoadPlan } from "./load/plan";

/** What one window, or the medians of several, say. */
export interface Figures {
  requestsPerSecond: number;
  /** milliseconds */
  p50: number;
  p99: number;
  /** CPU seconds per 1,000 requests */
  serverCpu: number;
  databaseCpu: number;
}

/** Measures one window of an engine: its load, and the CPU of its processes and of the database meanwhile. */
export async function measureWindow(
  plan: LoadPlan,
  engine: Engine,
  database: BenchDatabase,
  load: LoadProcess,
): Promise<Figures> {
  const before = { server: readCpuSeconds(engine.process.pid), database: readCpuSeconds(database.pid) };
  const result = await load.run(plan);
  const perThousand = (after: number, earlier: number) => ((after - earlier) / result.requests) * 1000;
  if (result.requests === 0) throw new Error("no request was answered within the window");
  return {
    requestsPerSecond: result.requests / result.seconds,
    p50: result.p50,
    p99: result.p99,
    serverCpu: perThousand(readCpuSeconds(engine.process.pid), before.server),
    databaseCpu: perThousand(readCpuSeconds(database.pid), before.database),
  };
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const lower = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return (lower + upper) / 2;
}

export function medianFigures(windows: Figures[]): Figures {
  const of = (name: keyof Figures) => median(windows.map((window) => window[name]));
  return {
    requestsPerSecond: of("requestsPerSecond"),
    p50: of("p50"),
    p99: of("p99"),
    serverCpu: of("serverCpu"),
    databaseCpu: of("databaseCpu"),
  };
}
