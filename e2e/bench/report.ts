import type { Figures } from "./measure";
import {
  compare,
  goals,
  growthGoal,
  type Results,
  rssGoal,
  soakGoal,
  soakRatio,
  stormGoal,
  type WorkloadResult,
} from "./results";

const number = (value: number, digits = 0) => (Number.isFinite(value) ? value.toFixed(digits) : "–");
const times = (value: number) => (Number.isFinite(value) ? `${value.toFixed(2)}x` : "–");

/** Columns padded to their widest cell; the first to the left, the others to the right. */
function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const pad = (cell: string, column: number) =>
    column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join("  ").trimEnd()).join("\n");
}

function figureCells({ requestsPerSecond, p50, p99, serverCpu, databaseCpu }: Figures): string[] {
  return [number(requestsPerSecond), number(p50, 1), number(p99, 1), number(serverCpu, 3), number(databaseCpu, 3)];
}

function workloadRows(result: WorkloadResult): string[][] {
  const measured = result.engines.map(({ engine, figures }) => {
    const ratio = engine === "portico" ? null : compare(result, engine);
    const ratios = ratio ? [times(ratio.speed), times(ratio.cpu)] : ["", ""];
    return [result.title, engine, ...figureCells(figures), ...ratios];
  });
  const failed = result.failures.map(({ engine }) => [result.title, engine, "failed"]);
  return [...measured, ...failed];
}

interface Judgement {
  what: string;
  /** null: not measured */
  value: number | null;
  goal: string;
  isMet: boolean;
}

/** Every goal with what was measured. */
function judge({ workloads, growth, storm, soak, peakRss }: Results): Judgement[] {
  const speeds = goals.flatMap(({ workloads: names, other, speed }) =>
    workloads
      .filter(({ workload }) => names.includes(workload))
      .map((result) => {
        const value = compare(result, other)?.speed ?? null;
        return { what: `${result.title} against ${other}`, value, goal: `>= ${speed}x`, isMet: (value ?? 0) >= speed };
      }),
  );
  const rss = peakRss.portico ?? null;
  const memory = { what: "peak RSS, MB", value: rss, goal: `<= ${rssGoal}`, isMet: rss !== null && rss <= rssGoal };
  const stormy = storm && storm.inStorm.p99 / storm.atRest.p99;
  const calm = {
    what: "p99 among sign-ins",
    value: stormy,
    goal: `<= ${stormGoal}x`,
    isMet: (stormy ?? 99) <= stormGoal,
  };
  const flat = growth
    .filter(({ tokens }) => tokens === growth.at(-1)?.tokens)
    .map(({ workload, figures }) => {
      const first = growth.find((step) => step.workload === workload)?.figures ?? figures;
      const value = (figures.serverCpu + figures.databaseCpu) / (first.serverCpu + first.databaseCpu);
      return { what: `${workload} as tables grow`, value, goal: `<= ${growthGoal}x`, isMet: value <= growthGoal };
    });
  const grown = soak && soakRatio(soak);
  const swept = {
    what: "rows that wait for the sweep",
    value: grown,
    goal: `<= ${soakGoal}x`,
    isMet: (grown ?? 99) <= soakGoal,
  };
  return [...speeds, memory, calm, swept, ...flat].filter(({ value }) => value !== null);
}

/** The report for a terminal. */
export function formatReport(results: Results): string {
  const head = [
    "workload",
    "engine",
    "req/s",
    "p50 ms",
    "p99 ms",
    "CPU s/1000",
    "db CPU s/1000",
    "portico is",
    "in CPU",
  ];
  const figures = table([head, ...results.workloads.flatMap(workloadRows)]);
  const judgements = judge(results).map(({ what, value, goal, isMet }) => [
    what,
    isMet ? "met" : "NOT MET",
    number(value ?? Number.NaN, 2),
    goal,
  ]);
  const grown = results.growth.map(({ workload, tokens, clients, figures: each }) => [
    workload,
    `${tokens} tokens, ${clients} clients`,
    ...figureCells(each),
  ]);
  const memory = Object.entries(results.peakRss).map(([engine, megabytes]) => `${engine} ${number(megabytes)} MB`);
  const settings = results.settings.map(
    ({ engine, lines }) => `${engine}:\n${lines.map((line) => `  ${line}`).join("\n")}`,
  );
  const failures = results.workloads
    .flatMap(({ title, failures: failed }) => failed.map(({ engine, reason }) => `${title}, ${engine}: ${reason}`))
    .concat(results.problems);
  return [
    `${results.startedAt}, ${results.machine}`,
    settings.join("\n"),
    figures,
    ...(failures.length > 0 ? [`Failed, and so without figures:\n${failures.join("\n")}`] : []),
    `Peak RSS of the largest process: ${memory.join(", ")}`,
    ...(grown.length > 0 ? [table([head.slice(0, 7), ...grown])] : []),
    ...(results.storm ? [formatStorm(results.storm)] : []),
    ...(results.soak ? [formatSoak(results.soak)] : []),
    ...(judgements.length > 0 ? [table([["goal", "", "measured", ""], ...judgements])] : []),
  ].join("\n\n");
}

function formatStorm({ atRest, inStorm, tried, answered, refused }: NonNullable<Results["storm"]>): string {
  return [
    `client_credentials while ${tried} sign-ins/s are tried:`,
    `p99 ${number(atRest.p99, 1)} ms at rest, ${number(inStorm.p99, 1)} ms then;`,
    `${number(answered, 1)} sign-ins/s answered, ${number(refused, 1)}/s refused with 503`,
  ].join(" ");
}

function formatSoak({ issued, samples }: NonNullable<Results["soak"]>): string {
  const rows = samples.map(({ second, rows: all, due }) => [`${second} s`, "", number(all), number(due)]);
  return `Rows of access tokens while ${number(issued)} are issued a second, and others become due:\n${table([["after", "", "rows", "of them due"], ...rows])}`;
}
