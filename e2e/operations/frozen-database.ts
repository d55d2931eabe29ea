import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createDatabase } from "../process/create-database";
import { startPostgres } from "../run/postgres.mjs";
import { endure } from "./endure";
import type { Exercise } from "./exercise";
import { startInstances } from "./instances";

/** A server and all of its processes. */
async function listProcesses(server: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  return [server, ...rows.flatMap(([pid, parent]) => (parent === server && pid !== undefined ? [pid] : []))];
}

/** A server that stops answering and keeps its connections open, as when its disk or network hangs. */
export const frozenDatabase: Exercise = {
  name: "frozen-database",
  run: async () => {
    const postgres = await startPostgres();
    const instances = await startInstances(await createDatabase(postgres.url));
    try {
      // Those that serve a connection are there only once there is one.
      let frozen: number[] = [];
      return await endure(instances, {
        begin: async () => {
          frozen = await listProcesses(postgres.pid);
          for (const id of frozen) process.kill(id, "SIGSTOP");
        },
        end: () => {
          for (const id of frozen) process.kill(id, "SIGCONT");
        },
        lasts: 8_000,
        isTold: (reason) => reason !== "ready",
      });
    } finally {
      await instances.stop();
      await postgres.stop();
    }
  },
};
