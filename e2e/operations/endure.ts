import { type Figure, figure } from "./exercise";
import type { Instances } from "./instances";
import { Load } from "./load";
import { waitUntil } from "./readiness";
import { describeLog, describeOutage, describeReturn, describeTokens } from "./report";

/** Something that keeps a database from working, until it is over. */
export interface Trouble {
  begin: () => unknown;
  end: () => unknown;
  /** how long it lasts after both instances have said that they cannot work, in milliseconds */
  lasts: number;
  /** whether `/readyz` gives a reason that tells of it */
  isTold: (reason: string) => boolean;
}

/** Lets two instances go through the trouble under load, and tells how they did. */
export async function endure(instances: Instances, { begin, end, lasts, isTold }: Trouble): Promise<Figure[]> {
  const load = await Load.start(instances);
  await load.waitForRight(500);
  const before = instances.outputs().map(({ length }) => length);
  const since = performance.now();
  await begin();
  const said = await waitUntil(instances.urls, isTold);
  const documents = await Promise.all(
    instances.urls.map(async (url) => (await fetch(`${url}/.well-known/openid-configuration`)).status),
  );
  await new Promise((resolve) => setTimeout(resolve, lasts));
  const back = performance.now();
  await end();
  const ready = await waitUntil(instances.urls, (reason) => reason === "ready");
  await load.waitForRight(500);
  const printed = instances.outputs().map((text, index) => text.slice(before[index]));
  await load.stop();
  const told = `${said.reasons.join(", ")}: ${said.slowest.toFixed(0)} ms`;
  return [
    figure("/readyz of both, within 1 s", told, said.slowest < 1_000),
    figure(
      "documents meanwhile",
      documents.join(", "),
      documents.every((status) => status === 200),
    ),
    ...describeOutage(load.answers, since),
    describeReturn(load.answers, back, 1_500),
    figure("ready again", `${ready.seconds.toFixed(1)} s`),
    ...(await describeTokens(load)),
    ...describeLog(printed, (back - since) / 1000, 2),
  ];
}
