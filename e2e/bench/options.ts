import { parseArgs } from "node:util";
import type { EngineName } from "./engines/engine";
import type { WorkloadName } from "./workloads/workload";

export interface Options {
  engines: EngineName[];
  /** empty: all */
  workloads: WorkloadName[];
  /** how often each window is measured; the medians count */
  rounds: number;
  /** length of a window */
  seconds: number;
  connections: number;
  /** processes of the portal for the protocol */
  workers: number;
  /** in which the person is signed in; each costs the hash of a password at the start */
  browsers: number;
  /** codes for one window of the code exchange */
  stock: number;
  /** codes for its warm-up; each can be used once */
  warmUpStock: number;
  /** requests of each workload before the first round, at most; optimised code needs thousands */
  warmUp: number;
  /** also measure with more and more tokens and clients */
  isGrowth: boolean;
  /** also measure tokens while people sign in */
  isStorm: boolean;
  /** also issue tokens for minutes, and count the rows that the sweep leaves */
  isSoak: boolean;
  /** also write down each engine's statements a request */
  isCounting: boolean;
  /** folder of a CPU profile of the portal; null: none */
  profile: string | null;
  /** folder of the report's files */
  out: string;
  /** the whole run is ended after so many seconds */
  timeLimit: number;
}

const names = (text: string) => text.split(",").filter(Boolean);

/** @throws for an option that does not exist */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: "boolean", default: false },
      growth: { type: "boolean", default: false },
      storm: { type: "boolean", default: false },
      soak: { type: "boolean", default: false },
      statements: { type: "boolean", default: false },
      engines: { type: "string", default: "portico,oidc-provider,better-auth,floor" },
      workloads: { type: "string", default: "" },
      rounds: { type: "string" },
      seconds: { type: "string" },
      connections: { type: "string", default: "32" },
      workers: { type: "string", default: "1" },
      profile: { type: "string" },
      out: { type: "string", default: "e2e/.output/bench" },
    },
  });
  const { quick } = values;
  const seconds = Number(values.seconds ?? (quick ? 0.4 : 3));
  return {
    engines: names(values.engines) as EngineName[],
    workloads: names(values.workloads) as WorkloadName[],
    rounds: Number(values.rounds ?? (quick ? 2 : 3)),
    seconds,
    connections: Number(values.connections),
    workers: Number(values.workers),
    browsers: quick ? 4 : Number(values.connections),
    stock: quick ? 128 : 2_000,
    warmUpStock: quick ? 128 : 4_000,
    warmUp: quick ? 300 : 15_000,
    isGrowth: values.growth,
    isStorm: values.storm || !quick,
    isSoak: values.soak,
    isCounting: values.statements || !quick,
    profile: values.profile ?? null,
    out: values.out,
    timeLimit: quick ? 240 : 3600,
  };
}
