import type { Engine, EngineName } from "../engines/engine";
import type { LoadPlan, LoadResult } from "../load/plan";

export type WorkloadName =
  | "client_credentials"
  | "code_exchange"
  | "refresh"
  | "introspection"
  | "userinfo"
  | "authorize"
  | "discovery"
  | "jwks"
  | "sign_in_page"
  | "password_sign_in";

/** How long and how hard. */
export interface WindowSize {
  connections: number;
  seconds: number;
  /** things that are used up (codes), made before the window */
  stock: number;
}

/** Carries out a plan outside the measured window. */
export type RunLoad = (plan: LoadPlan) => Promise<LoadResult>;

/** One kind of request. Only what is sent by the plan counts; what `prepare` does is before the window. */
export interface Workload {
  name: WorkloadName;
  title: string;
  /** which engines have it */
  engines: EngineName[];
  prepare: (engine: Engine, size: WindowSize, run: RunLoad) => Promise<LoadPlan>;
}

/** What all plans have in common. */
export function planFor(
  { port, host, issuer, subject }: Engine,
  { connections, seconds }: WindowSize,
): Pick<LoadPlan, "port" | "host" | "expected" | "connections" | "seconds"> {
  return { port, host, expected: { issuer, subject }, connections, seconds };
}

export const allPeers: EngineName[] = ["portico", "oidc-provider", "better-auth"];
