import type { BenchDatabase } from "./database";
import type { Engine, EngineName } from "./engines/engine";
import type { LoadProcess } from "./load/load-process";
import { type Figures, measureWindow, medianFigures } from "./measure";
import type { Options } from "./options";
import type { WorkloadResult } from "./results";
import { workloads } from "./workloads/all";
import type { Workload } from "./workloads/workload";

export interface Bench {
  options: Options;
  database: BenchDatabase;
  load: LoadProcess;
  engines: Engine[];
  databaseUrls: Map<EngineName, string>;
  say: (line: string) => void;
}

/** Measures every workload on every engine that has it; rounds interleaved, so that all meet the same machine. */
export async function runWorkloads(bench: Bench, results: WorkloadResult[]): Promise<void> {
  const { workloads: wanted } = bench.options;
  for (const workload of workloads.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    results.push(await runWorkload(workload, bench));
  }
}

async function runWorkload(workload: Workload, bench: Bench): Promise<WorkloadResult> {
  const { options, say } = bench;
  const taking = bench.engines.filter(({ name }) => workload.engines.includes(name));
  const windows = new Map<EngineName, Figures[]>(taking.map(({ name }) => [name, []]));
  const failures = new Map<EngineName, string>();
  const attempt = async (engine: Engine, work: () => Promise<void>) => {
    if (failures.has(engine.name)) return;
    await work().catch((error: unknown) => {
      failures.set(engine.name, error instanceof Error ? error.message : String(error));
    });
  };
  // Before the first round, so that code is compiled and connections are open.
  for (const engine of taking) await attempt(engine, () => warmUp(workload, engine, bench));
  for (let round = 0; round < options.rounds; round += 1) {
    // Another engine is first in each round.
    const order = taking.map((_, index) => taking[(index + round) % taking.length]).filter((engine) => !!engine);
    for (const engine of order) {
      await attempt(engine, async () => {
        const plan = await prepare(workload, engine, bench);
        windows.get(engine.name)?.push(await measureWindow(plan, engine, bench.database, bench.load));
      });
    }
  }
  const engines = [];
  for (const engine of taking) {
    const measured = windows.get(engine.name) ?? [];
    if (failures.has(engine.name) || measured.length === 0) continue;
    const statements = options.isCounting ? await countStatements(workload, engine, bench) : [];
    engines.push({ engine: engine.name, figures: medianFigures(measured), windows: measured, statements });
  }
  const line = engines.map(({ engine, figures }) => `${engine} ${Math.round(figures.requestsPerSecond)}/s`).join(", ");
  say(`${workload.title}: ${line}${[...failures].map(([name, reason]) => `; ${name} FAILED: ${reason}`).join("")}`);
  return {
    workload: workload.name,
    title: workload.title,
    engines,
    failures: [...failures].map(([engine, reason]) => ({ engine, reason })),
  };
}

async function prepare(workload: Workload, engine: Engine, { options, load, database }: Bench) {
  const { connections, seconds, stock } = options;
  const plan = await workload.prepare(engine, { connections, seconds, stock }, (each) => load.run(each));
  await database.checkpoint();
  return plan;
}

async function warmUp(workload: Workload, engine: Engine, { options, load }: Bench): Promise<void> {
  const { connections, warmUp: limit } = options;
  const size = { connections, seconds: Math.max(1, 5 * options.seconds), stock: options.warmUpStock };
  const plan = await workload.prepare(engine, size, (each) => load.run(each));
  await load.run({ ...plan, limit });
}

/** Statements per 1,000 requests, in a short window of its own. */
async function countStatements(workload: Workload, engine: Engine, bench: Bench) {
  const { load, database } = bench;
  const size = { connections: 4, seconds: 5, stock: 100 };
  const plan = await workload.prepare(engine, size, (each) => load.run(each));
  await database.resetStatements();
  const { requests } = await load.run({ ...plan, limit: 100 });
  const statements = await database.countStatements(bench.databaseUrls.get(engine.name) ?? "");
  return statements.map((each) => ({ ...each, calls: Math.round((each.calls / requests) * 1000) }));
}
