import { makeDatabaseOnSmallDisk } from "../fixtures/small-database";
import { type Exercise, figure, MissingError } from "./exercise";
import { startInstances } from "./instances";
import { Load } from "./load";
import { waitUntil } from "./readiness";
import { describeLog, describeOutage, describeReturn, describeTokens } from "./report";

/** A server whose disk is full until somebody frees space on it. */
export const fullDisk: Exercise = {
  name: "full-disk",
  run: async () => {
    const database = await makeDatabaseOnSmallDisk();
    if (database === null) throw new MissingError("only root on Linux can mount a disk that is small enough to fill");
    const instances = await startInstances(database.url);
    try {
      const load = await Load.start(instances);
      await load.waitForRight(500);
      const before = instances.outputs().map(({ length }) => length);
      const since = performance.now();
      await database.fill();
      const said = await waitUntil(instances.urls, (reason) => reason === "disk_full");
      const documents = await Promise.all(
        instances.urls.map(async (url) => (await fetch(`${url}/.well-known/openid-configuration`)).status),
      );
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      await database.free();
      const back = performance.now();
      const ready = await waitUntil(instances.urls, (reason) => reason === "ready");
      await load.waitForRight(500);
      const printed = instances.outputs().map((text, index) => text.slice(before[index]));
      await load.stop();
      return [
        figure(
          "/readyz of both, within 1 s",
          `${said.reasons.join(", ")}: ${said.slowest.toFixed(0)} ms`,
          said.slowest < 1_000,
        ),
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
    } finally {
      await instances.stop();
      await database.remove();
    }
  },
};
