import { checkAnswer } from "./checks";
import { type Answer, encodeRequest, HttpConnection } from "./http-connection";
import type { CheckName, LoadPlan, LoadResult, RequestSpec } from "./plan";

const failureLimit = 5;

/** Checks of documents, which are the same each time. */
const documents: CheckName[] = ["metadata", "jwks"];

/** Counts of one plan while it runs. */
class Tally {
  private readonly latencies: number[] = [];
  private readonly given = new Set<string>();
  private tolerated = 0;
  private failed = 0;
  private readonly failures: string[] = [];
  private document: Answer | null = null;

  constructor(private readonly plan: LoadPlan) {}

  get answers(): number {
    return this.latencies.length + this.tolerated + this.failed;
  }

  get isBroken(): boolean {
    return this.failed >= failureLimit;
  }

  /** Judges and counts an answer; the refresh token for the next request, if it has one. */
  count(answer: Answer, milliseconds: number): string | undefined {
    if (this.plan.tolerated?.includes(answer.status)) {
      this.tolerated += 1;
      return;
    }
    try {
      if (this.isKnownDocument(answer)) {
        this.latencies.push(milliseconds);
        return;
      }
      const { value, next } = checkAnswer(this.plan, answer);
      if (value !== null && this.given.has(value)) throw new Error("a value was given out twice");
      if (value !== null) this.given.add(value);
      if (documents.includes(this.plan.check)) this.document = answer;
      this.latencies.push(milliseconds);
      return next;
    } catch (error) {
      this.fail(error);
    }
  }

  /** Byte for byte the same document that passed its check before, so it need not be parsed again. */
  private isKnownDocument({ status, body }: Answer): boolean {
    return this.document?.status === status && this.document.body === body;
  }

  fail(error: unknown): void {
    this.failed += 1;
    if (this.failures.length < failureLimit) this.failures.push(error instanceof Error ? error.message : String(error));
  }

  result(seconds: number, ownCpuSeconds: number): LoadResult {
    const sorted = Float64Array.from(this.latencies).sort();
    const quantile = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
    return {
      requests: sorted.length,
      tolerated: this.tolerated,
      failed: this.failed,
      failures: this.failures,
      seconds,
      p50: quantile(0.5),
      p99: quantile(0.99),
      max: sorted.at(-1) ?? Number.NaN,
      collected: this.plan.isCollecting ? [...this.given] : [],
      ownCpuSeconds,
    };
  }
}

/** The requests of one connection: its own part, so that no two connections share a token or a session. */
function requestsOf(plan: LoadPlan, connection: number): RequestSpec[] {
  const own = plan.requests.filter((_, index) => index % plan.connections === connection);
  return own.length > 0 ? own : plan.requests;
}

function withRefreshToken(request: RequestSpec, token: string): RequestSpec {
  const body = request.body?.replace(/(?<=(^|&)refresh_token=)[^&]*/, encodeURIComponent(token));
  return { ...request, body: body ?? "" };
}

async function runClosedLoop(plan: LoadPlan, connection: number, tally: Tally, until: number): Promise<void> {
  const http = new HttpConnection(plan.port);
  const specs = requestsOf(plan, connection);
  const encoded = specs.map((spec) => encodeRequest(spec, plan.host));
  const isOver = () =>
    performance.now() >= until || tally.isBroken || (plan.limit !== undefined && tally.answers >= plan.limit);
  for (let index = 0; !isOver(); index += 1) {
    const position = plan.mode === "once" ? index : index % encoded.length;
    const request = encoded[position];
    const spec = specs[position];
    if (!request || !spec) break;
    const since = performance.now();
    try {
      const answer = await http.send(request);
      const next = tally.count(answer, performance.now() - since);
      if (plan.mode !== "chain") continue;
      if (next === undefined) break;
      encoded[position] = encodeRequest(withRefreshToken(spec, next), plan.host);
    } catch (error) {
      tally.fail(error);
    }
  }
  http.close();
}

/** Starts requests by the clock; each has a connection of its own, as people have. */
async function runOpenLoop(plan: LoadPlan & { rate: number }, tally: Tally, until: number): Promise<void> {
  const inFlight: Promise<void>[] = [];
  for (let index = 0; performance.now() < until && !tally.isBroken; index += 1) {
    const spec = plan.requests[index % plan.requests.length];
    if (!spec) break;
    inFlight.push(sendOnce(plan, spec, tally));
    await new Promise((resolve) => setTimeout(resolve, 1000 / plan.rate));
  }
  await Promise.all(inFlight);
}

async function sendOnce(plan: LoadPlan, spec: RequestSpec, tally: Tally): Promise<void> {
  const http = new HttpConnection(plan.port);
  const since = performance.now();
  try {
    tally.count(await http.send(encodeRequest(spec, plan.host)), performance.now() - since);
  } catch (error) {
    tally.fail(error);
  }
  http.close();
}

/** Runs a plan. Ends at its time, its number of answers, or its fifth failure, whichever comes first. */
export async function generateLoad(plan: LoadPlan): Promise<LoadResult> {
  const tally = new Tally(plan);
  const cpuBefore = process.cpuUsage();
  const since = performance.now();
  const until = since + plan.seconds * 1000;
  const { rate } = plan;
  if (rate === undefined) {
    const connections = Array.from({ length: plan.connections }, (_, index) => index);
    await Promise.all(connections.map((connection) => runClosedLoop(plan, connection, tally, until)));
  } else {
    await runOpenLoop({ ...plan, rate }, tally, until);
  }
  const seconds = (performance.now() - since) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return tally.result(seconds, (user + system) / 1e6);
}
