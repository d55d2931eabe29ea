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
import { measureSoak } from "./soak";
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

function createResults(options: Options): Results {
  const { connections, rounds, seconds } = options;
  const load = `${connections} connections from a process of its own, closed loop, ${rounds} interleaved rounds of ${seconds} s, medians`;
  return {
    startedAt: new Date(startedAt).toISOString(),
    machine: describeMachine(),
    settings: [{ engine: "load", lines: [load] }],
    workloads: [],
    growth: [],
    storm: null,
    soak: null,
    peakRss: {},
    problems: [],
  };
}

/** Fills `results` as it goes, so that an interrupted run reports what it has. */
async function measure(bench: Bench, results: Results): Promise<void> {
  const { options, engines, database } = bench;
  results.settings.push({ engine: "database", lines: database.settings });
  for (const { name, settings } of engines) results.settings.push({ engine: name, lines: settings });
  await runWorkloads(bench, results.workloads);
  const attempt = (part: string, work: Promise<void>) =>
    work.catch((error: unknown) => {
      results.problems.push(`${part}: ${error instanceof Error ? error.message : String(error)}`);
      say(`${part} FAILED`);
    });
  if (options.isStorm) await attempt("storm of sign-ins", measureStorm(bench, results));
  for (const { name, process: each } of engines) results.peakRss[name] = readPeakRss(each.pid);
  if (options.isSoak) await attempt("soak", measureSoak(bench, results));
  if (options.isGrowth) await attempt("growth", measureGrowth(bench, results.growth));
}

let isWritten = false;

function write(results: Results, out: string): void {
  if (isWritten) return;
  isWritten = true;
  const report = formatReport(results);
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, "results.json"), JSON.stringify(results, null, 2));
  writeFileSync(path.join(out, "report.txt"), `${report}\n`);
  writeFileSync(path.join(out, "chart.svg"), drawChart(results));
  console.log(`\n${report}\n\nWritten to ${out}: results.json, report.txt, chart.svg`);
}

/** Everything is started here and stopped here, even when something fails. */
async function run(options: Options, results: Results): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "portico-bench-"));
  const ends: (() => Promise<void>)[] = [];
  const endAll = async () => {
    for (const stop of ends.reverse()) await stop();
    killAll();
    rmSync(folder, { recursive: true, force: true });
  };
  let ending: Promise<void> | undefined;
  const end = () => {
    ending ??= endAll();
    return ending;
  };
  const giveUp = (reason: string) => {
    if (ending) return;
    console.error(`${reason}; this is what was measured until then`);
    write(results, options.out);
    killAll();
    end().finally(() => process.exit(1));
  };
  const timer = setTimeout(() => giveUp(`No end after ${options.timeLimit} s`), options.timeLimit * 1000);
  // A second signal must not end this process before it has ended the others.
  process.on("SIGINT", () => giveUp("Interrupted")).on("SIGTERM", () => giveUp("Terminated"));
  try {
    const database = await BenchDatabase.start();
    ends.push(database.stop);
    const load = new LoadProcess();
    ends.push(() => load.stop());
    const { engines, databaseUrls } = await startEngines(options, database, folder, say);
    ends.push(async () => {
      await Promise.all(engines.map((engine) => engine.process.stop()));
    });
    await measure({ options, database, load, engines, databaseUrls, say }, results);
  } finally {
    clearTimeout(timer);
    await end();
  }
}

const options = readOptions(process.argv.slice(2));
const results = createResults(options);
await run(options, results);
write(results, options.out);
const hasFailed = results.problems.length > 0 || results.workloads.some(({ failures }) => failures.length > 0);
// A goal that is missed is a finding; an answer that is wrong is a failure.
process.exit(hasFailed ? 1 : 0);
