import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { ownFile } from "../own-files.mjs";

/** `hash` set: compare; else make a hash with `cost`. */
export type PasswordTask = { input: string; cost: number } | { input: string; hash: string };

/** What a thread reports. */
export interface PasswordThreadEvents {
  /** @param cpuMs processor time of the task in milliseconds; null where the system does not tell */
  answered: (answer: string | boolean, cpuMs: number | null) => void;
  /** The thread has ended, and its task with it. */
  ended: (error: Error) => void;
}

/** A thread that does one task at a time. */
export interface PasswordThread {
  run: (task: PasswordTask) => void;
  end: () => Promise<unknown>;
}

/**
 * Starts a thread that computes bcrypt. A process that only waits for its answer stays alive; an idle one keeps nothing
 * alive.
 */
export function startPasswordThread({ answered, ended }: PasswordThreadEvents): PasswordThread {
  const worker = new Worker(pathToFileURL(ownFile("passwordWorker")), { name: "passwords" });
  worker.on("message", ({ answer, cpuMs }: { answer: string | boolean; cpuMs: number | null }) => {
    worker.unref();
    answered(answer, cpuMs);
  });
  worker.on("error", (error: unknown) => ended(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", () => ended(new Error("A password thread ended.")));
  return {
    run: (task) => {
      worker.ref();
      worker.postMessage(task);
    },
    end: () => worker.terminate(),
  };
}
