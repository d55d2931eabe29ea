import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { ownFile } from "../own-files.mjs";
import type { SlowScheme } from "./foreign-passwords/scheme";

/** `hash` set: compare; `cost`: make a hash; `scheme`: the digest that another program makes, in base64. */
export type PasswordTask =
  | { input: string; cost: number }
  | { input: string; hash: string }
  | { password: string; scheme: SlowScheme; salt: Uint8Array };

/** What a thread says of a task. The error is a message without the password. */
type PasswordReport = { answer: string | boolean; cpuMs: number | null } | { error: string };

/** What a thread reports. */
export interface PasswordThreadEvents {
  /** @param cpuMs processor time of the task in milliseconds; null where the system does not tell */
  answered: (answer: string | boolean, cpuMs: number | null) => void;
  /** The task cannot be done. The thread can do the next one. */
  failed: (error: Error) => void;
  /** The thread has ended, and its task with it. */
  ended: (error: Error) => void;
}

/** A thread that does one task at a time. */
export interface PasswordThread {
  run: (task: PasswordTask) => void;
  end: () => Promise<unknown>;
}

/**
 * Starts a thread that computes bcrypt, and what other programs use in its place. A process that only waits for its answer stays alive; an idle one keeps nothing
 * alive.
 */
export function startPasswordThread({ answered, failed, ended }: PasswordThreadEvents): PasswordThread {
  const worker = new Worker(pathToFileURL(ownFile("passwordWorker")), { name: "passwords" });
  worker.on("message", (report: PasswordReport) => {
    worker.unref();
    if ("error" in report) failed(new Error(`A password could not be hashed: ${report.error}`));
    else answered(report.answer, report.cpuMs);
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
