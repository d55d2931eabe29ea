import { LoadProcess } from "./load/load-process";
import { type Figures, measureWindow, medianFigures } from "./measure";
import type { Results } from "./results";
import type { Bench } from "./run-workloads";
import { clientCredentials } from "./workloads/client-credentials";
import { planFor } from "./workloads/workload";

/** Sign-ins that are started each second; more than one core can hash. */
const rate = 30;

/** A portal that is over its limit may refuse a sign-in with 503; it may not let it wait for ever. */
const tolerated = [503];

/** Two windows, when the sign-ins have begun to queue. */
async function measureAfter(milliseconds: number, measure: () => Promise<Figures>): Promise<Figures[]> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return [await measure(), await measure()];
}

/** What token requests suffer while people sign in, at a load that the portal can carry. */
export async function measureStorm({ engines, database, load, options, say }: Bench, results: Results): Promise<void> {
  const portico = engines.find(({ name }) => name === "portico");
  if (!portico?.signIn) return;
  const size = { connections: 4, seconds: Math.max(3, options.seconds), stock: 0 };
  const tokens = await clientCredentials.prepare(portico, size, (each) => load.run(each));
  const measure = () => measureWindow(tokens, portico, database, load);
  const atRest = [await measure(), await measure()];
  const signIns = { ...planFor(portico, { ...size, seconds: 2 * size.seconds + 2 }), requests: [portico.signIn] };
  const people = new LoadProcess();
  try {
    const [inStorm, { requests, tolerated: refused, seconds }] = await Promise.all([
      measureAfter(1_000, measure),
      people.run({ ...signIns, check: "signed-in", mode: "repeat", rate, tolerated }),
    ]);
    const result = {
      atRest: medianFigures(atRest),
      inStorm: medianFigures(inStorm),
      tried: rate,
      answered: requests / seconds,
      refused: refused / seconds,
    };
    say(`storm: p99 ${result.atRest.p99.toFixed(1)} ms at rest, ${result.inStorm.p99.toFixed(1)} ms among sign-ins`);
    results.storm = result;
  } finally {
    await people.stop();
  }
}
