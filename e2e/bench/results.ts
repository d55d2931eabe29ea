import type { StatementCount } from "./database";
import type { EngineName } from "./engines/engine";
import type { Figures } from "./measure";
import type { WorkloadName } from "./workloads/workload";

export interface EngineResult {
  engine: EngineName;
  /** medians over the rounds */
  figures: Figures;
  windows: Figures[];
  /** statements that the database ran per 1,000 requests, when they were counted */
  statements: StatementCount[];
}

export interface WorkloadResult {
  workload: WorkloadName;
  title: string;
  engines: EngineResult[];
  /** engines that answered wrongly, with the reason; they have no figures */
  failures: { engine: EngineName; reason: string }[];
}

export interface GrowthStep {
  workload: WorkloadName;
  tokens: number;
  clients: number;
  figures: Figures;
}

export interface StormResult {
  atRest: Figures;
  inStorm: Figures;
  /** sign-ins a second that were tried, answered, and refused with 503 */
  tried: number;
  answered: number;
  refused: number;
}

/** Rows of access tokens at one moment of the soak. */
export interface SoakSample {
  /** since the beginning */
  second: number;
  rows: number;
  /** those that nobody needs any more and that the sweep has not taken yet */
  due: number;
}

export interface SoakResult {
  /** tokens a second */
  issued: number;
  samples: SoakSample[];
}

/** The most rows that waited for the sweep in the second half of the soak, as a multiple of those in the first. */
export function soakRatio({ samples }: SoakResult): number {
  const middle = samples.length / 2;
  const most = (part: SoakSample[]) => Math.max(...part.map(({ due }) => due));
  return most(samples.slice(middle)) / most(samples.slice(0, middle));
}

export interface Results {
  startedAt: string;
  machine: string;
  settings: { engine: string; lines: string[] }[];
  workloads: WorkloadResult[];
  growth: GrowthStep[];
  storm: StormResult | null;
  soak: SoakResult | null;
  /** MB, of the engine's largest process */
  peakRss: Partial<Record<EngineName, number>>;
  /** parts of the run that could not be measured, with the reason */
  problems: string[];
}

export interface Ratio {
  /** how many times the requests a second of the other engine */
  speed: number;
  /** how many times less CPU, server and database together, a request takes */
  cpu: number;
}

/** The portal against another engine; null when either has no figures. */
export function compare({ engines }: WorkloadResult, other: EngineName): Ratio | null {
  const find = (name: EngineName) => engines.find(({ engine }) => engine === name)?.figures;
  const ours = find("portico");
  const theirs = find(other);
  if (!ours || !theirs) return null;
  return {
    speed: ours.requestsPerSecond / theirs.requestsPerSecond,
    cpu: (theirs.serverCpu + theirs.databaseCpu) / (ours.serverCpu + ours.databaseCpu),
  };
}

/** What the project wants to show. */
export interface Goal {
  workloads: WorkloadName[];
  other: EngineName;
  speed: number;
}

const tokens: WorkloadName[] = ["client_credentials", "refresh", "code_exchange"];

export const goals: Goal[] = [
  { workloads: tokens, other: "oidc-provider", speed: 2 },
  { workloads: tokens, other: "floor", speed: 0.6 },
  { workloads: ["introspection", "userinfo"], other: "oidc-provider", speed: 2.5 },
  { workloads: ["discovery", "jwks"], other: "oidc-provider", speed: 3 },
  { workloads: ["authorize"], other: "oidc-provider", speed: 2 },
];

/** MB a process. */
export const rssGoal = 350;
/** p99 of client_credentials while people sign in, as a multiple of that at rest. */
export const stormGoal = 3;
/**
 * How many more rows may wait for the sweep in the second half of the soak: a sweep that falls behind has twice as
 * many.
 */
export const soakGoal = 1.1;
/** How much more a request may cost with many tokens and clients than with few. */
export const growthGoal = 1.3;
