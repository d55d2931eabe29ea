/** One HTTP request that the load generator sends. */
export interface RequestSpec {
  method: "GET" | "POST";
  /** path and query */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** How an answer is judged; one that fails its check is not counted and fails the run. */
export type CheckName =
  | "token"
  | "grant"
  | "introspection"
  | "userinfo"
  | "code"
  | "metadata"
  | "jwks"
  | "page"
  | "signed-in";

/** What the load generator does, from the first request to the last answer. */
export interface LoadPlan {
  /** on 127.0.0.1 */
  port: number;
  /** the Host header, as the engine's issuer has it */
  host: string;
  check: CheckName;
  /** what the answers must name: the `sub`, the issuer */
  expected: { subject?: string; issuer?: string };
  requests: RequestSpec[];
  /**
   * `repeat`: each connection goes through its own part of the requests again and again. `once`: each request is sent
   * once. `chain`: as repeat, and the refresh token of an answer is that of the next request of the connection.
   */
  mode: "repeat" | "once" | "chain";
  connections: number;
  /** the window ends after so many seconds; requests in flight are waited for and counted */
  seconds: number;
  /** the window ends after so many answers */
  limit?: number;
  /** requests a second that are started whatever the answers do; left out: a connection sends when it has its answer */
  rate?: number;
  /** status codes that are right too, e.g. a refusal under overload; counted apart */
  tolerated?: number[];
  /** whether the values that were given out come back with the result */
  isCollecting?: boolean;
}

export interface LoadResult {
  /** answers that passed their check */
  requests: number;
  /** answers with a tolerated status */
  tolerated: number;
  failed: number;
  /** the first few reasons */
  failures: string[];
  /** from the first request to the last answer */
  seconds: number;
  /** milliseconds */
  p50: number;
  p99: number;
  max: number;
  /** codes or tokens, when the plan asks for them */
  collected: string[];
  /** CPU seconds of the load generator itself */
  ownCpuSeconds: number;
}

/** A plan that lets each connection send one request again and again. */
export function repeat(request: RequestSpec): Pick<LoadPlan, "requests" | "mode"> {
  return { requests: [request], mode: "repeat" };
}
