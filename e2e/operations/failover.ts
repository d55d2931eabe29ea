import { type Exercise, type Figure, figure } from "./exercise";
import { startInstances } from "./instances";
import { Load } from "./load";
import { PatroniCluster } from "./patroni";
import { waitUntil } from "./readiness";
import { describeLog, describeOutage, describeReturn, describeTokens, findFirstRight } from "./report";

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

type Primary = Awaited<ReturnType<PatroniCluster["waitForPrimary"]>>;

/**
 * Two instances under load on a primary with a synchronous standby, which takes its place. Patroni decides when; from the
 * moment that the standby takes writes, the portal's own time counts.
 */
async function takeOver(lose: (cluster: PatroniCluster, primary: Primary) => Promise<void>): Promise<Figure[]> {
  const cluster = await PatroniCluster.start();
  try {
    const instances = await startInstances(cluster.url);
    try {
      const load = await Load.start(instances);
      await load.waitForRight(500);
      const before = instances.outputs().map(({ length }) => length);
      const primary = await cluster.waitForPrimary();
      const since = performance.now();
      await lose(cluster, primary);
      await cluster.waitForPrimary(primary);
      const back = performance.now();
      const ready = await waitUntil(instances.urls, (reason) => reason === "ready");
      await load.waitForRight(500);
      const printed = instances.outputs().map((text, index) => text.slice(before[index]));
      await load.stop();
      const first = findFirstRight(load.answers, back);
      return [
        figure("until Patroni had a new primary", seconds(back - since)),
        describeReturn(load.answers, back, 1_500),
        figure("from the loss to that answer", first === null ? "none" : seconds(first - since)),
        figure("both ready again after that", seconds(ready.seconds * 1000)),
        ...describeOutage(load.answers, since),
        ...(await describeTokens(load)),
        ...describeLog(printed, (back - since) / 1000, 2),
      ];
    } finally {
      await instances.stop();
    }
  } finally {
    cluster.stop();
  }
}

/** The primary hands over in order, as for its maintenance. */
export const switchover: Exercise = {
  name: "switchover",
  run: () => takeOver((cluster, primary) => cluster.switchOver(primary)),
};

/** The machine of the primary is lost. */
export const failover: Exercise = {
  name: "failover",
  run: () => takeOver(async (cluster, primary) => cluster.killPrimary(primary)),
};
