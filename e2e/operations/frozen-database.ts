import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createDatabase } from "../process/create-database";
import { startPostgres } from "../run/postgres.mjs";
import { type Exercise, figure } from "./exercise";
import { startInstances } from "./instances";
import { Load } from "./load";
import { waitUntil } from "./readiness";
import { describeLog, describeOutage, describeReturn, describeTokens } from "./report";

const FROZEN_MS = 8_000;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A server and all of its processes. */
async function listProcesses(server: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  return [server, ...rows.flatMap(([pid, parent]) => (parent === server && pid !== undefined ? [pid] : []))];
}

/** A server that stops to answer and keeps its connections open, as when its disk or network hangs. */
export const frozenDatabase: Exercise = {
  name: "frozen-database",
  run: async () => {
    const postgres = await startPostgres();
    const instances = await startInstances(await createDatabase(postgres.url));
    try {
      const load = await Load.start(instances);
      await load.waitForRight(500);
      const before = instances.outputs().map(({ length }) => length);
      const frozen = await listProcesses(postgres.pid);
      const since = performance.now();
      for (const id of frozen) process.kill(id, "SIGSTOP");
      const said = await waitUntil(instances.urls, (reason) => reason !== "ready");
      const documents = await Promise.all(
        instances.urls.map(async (url) => (await fetch(`${url}/.well-known/openid-configuration`)).status),
      );
      await pause(FROZEN_MS);
      const back = performance.now();
      for (const id of frozen) process.kill(id, "SIGCONT");
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
      await postgres.stop();
    }
  },
};
