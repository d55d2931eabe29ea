// `npm run bench`: the portal, its peers and the floor on one durable PostgreSQL, and what each of them costs.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { killAll } from "./bench-process";
import { drawChart } from "./chart";
import { readPeakRss } from "./cpu";
import { BenchDatabase } from "./database";
import { measureGrowth } from "./growth";
import { LoadProcess } from "./load/load-process";
import { type Options, readOptions } from "./options";
import { formatReport } from "./report";
import type { Results } from "./results";
import { type Bench, runWorkloads } from "./run-workloads";
import { startEngines } from "./start-engines";
import { measureStorm } from "./storm";

const startedAt = Date.now();

function say(line: string): void {
  console.error(`${((Date.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${line}`);
}

function describeMachine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${os.cpus().length} x ${cpu?.model.trim()}, ${memory} GB, Node.js ${process.version}`;
}

async function measure(bench: Bench): Promise<Results> {
  const { options, engines, database } = bench;
  const { connections, rounds, seconds } = options;
  const load = `${connections} connections in a process of their own, closed loop, ${rounds} interleaved rounds of ${seconds} s, medians`;
  const workloads = await runWorkloads(bench);
  const storm = options.isStorm ? await measureStorm(bench) : null;
  const peakRss = Object.fromEntries(engines.map(({ name, process: each }) => [name, readPeakRss(each.pid)]));
  const growth = options.isGrowth ? await measureGrowth(bench) : [];
  return {
    startedAt: new Date(startedAt).toISOString(),
    machine: describeMachine(),
    settings: [
      { engine: "load", lines: [load] },
      { engine: "database", lines: database.settings },
      ...engines.map(({ name, settings }) => ({ engine: name, lines: settings })),
    ],
    ...{ workloads, growth, storm, peakRss },
  };
}

/** Everything is started here and ended here, also when something fails. */
async function run(options: Options): Promise<Results> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "portico-bench-"));
  const ends: (() => Promise<void>)[] = [];
  const end = async () => {
    for (const stop of ends.splice(0).reverse()) await stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const giveUp = (reason: string) => {
    console.error(reason);
    killAll();
    end().finally(() => process.exit(1));
  };
  const timer = setTimeout(() => giveUp(`no end after ${options.timeLimit} s`), options.timeLimit * 1000);
  process.once("SIGINT", () => giveUp("interrupted")).once("SIGTERM", () => giveUp("terminated"));
  try {
    const database = await BenchDatabase.start();
    ends.push(database.stop);
    const load = new LoadProcess();
    ends.push(() => load.stop());
    const { engines, databaseUrls } = await startEngines(options, database, folder, say);
    ends.push(async () => {
      await Promise.all(engines.map((engine) => engine.process.stop()));
    });
    return await measure({ options, database, load, engines, databaseUrls, say });
  } finally {
    clearTimeout(timer);
    await end();
    killAll();
  }
}

const options = readOptions(process.argv.slice(2));
const results = await run(options);
const report = formatReport(results);
mkdirSync(options.out, { recursive: true });
writeFileSync(path.join(options.out, "results.json"), JSON.stringify(results, null, 2));
writeFileSync(path.join(options.out, "report.txt"), `${report}\n`);
writeFileSync(path.join(options.out, "chart.svg"), drawChart(results));
console.log(`\n${report}\n\nWritten to ${options.out}: results.json, report.txt, chart.svg`);
const hasFailed = results.workloads.some(({ failures }) => failures.length > 0);
// A goal that is missed is a finding; an answer that is wrong is a failure.
process.exit(hasFailed ? 1 : 0);
