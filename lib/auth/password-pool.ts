import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/** `hash` set: compare; else make a hash with `cost`. */
export type PasswordTask = { input: string; cost: number } | { input: string; hash: string };

/** Too many passwords wait to be checked; the person should try again in a few seconds. */
export class PasswordQueueFullError extends Error {
  override name = "PasswordQueueFullError";

  /** @param retryAfter seconds after which there should be room */
  constructor(readonly retryAfter: number) {
    super("Too many passwords wait to be checked.");
  }
}

interface Job {
  task: PasswordTask;
  startedAt: number;
  resolve: (answer: string | boolean) => void;
  reject: (error: Error) => void;
}

/** Milliseconds that a task is thought to take before the first one was measured. */
const firstGuessMs = 300;

/** Runs bcrypt in worker threads, each one task at a time; the others wait, and none longer than a person would. */
export class PasswordPool {
  readonly #size: number;
  readonly #maxWaitMs: number;
  /** how long a task took of late */
  #taskMs = firstGuessMs;
  readonly #idle: Worker[] = [];
  readonly #busy = new Map<Worker, Job>();
  readonly #waiting: Job[] = [];

  /** @param maxWaitMs what would have to wait for longer is refused at once */
  constructor(size: number, maxWaitMs: number) {
    this.#size = size;
    this.#maxWaitMs = maxWaitMs;
  }

  /** @throws {PasswordQueueFullError} when those that wait already would keep it waiting for too long */
  run(task: PasswordTask): Promise<string | boolean> {
    return new Promise((resolve, reject) => {
      const ahead = this.#waiting.length + this.#busy.size;
      if (ahead >= this.#size && (ahead / this.#size) * this.#taskMs > this.#maxWaitMs) {
        reject(new PasswordQueueFullError(5));
        return;
      }
      this.#waiting.push({ task, startedAt: 0, resolve, reject });
      this.#next();
    });
  }

  /** Ends the threads; waiting tasks are rejected. */
  async close(): Promise<void> {
    const workers = [...this.#idle, ...this.#busy.keys()];
    for (const job of [...this.#waiting.splice(0), ...this.#busy.values()])
      job.reject(new Error("The pool was closed."));
    this.#idle.length = 0;
    this.#busy.clear();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #next(): void {
    if (this.#waiting.length === 0) return;
    const worker = this.#idle.pop() ?? (this.#busy.size < this.#size ? this.#spawn() : null);
    const job = worker && this.#waiting.shift();
    if (!worker || !job) return;
    this.#busy.set(worker, job);
    job.startedAt = performance.now();
    // A process that only waits for this answer stays alive; an idle thread keeps nothing alive.
    worker.ref();
    worker.postMessage(job.task);
  }

  #spawn(): Worker {
    const file = path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "auth", "password-worker.mjs");
    const worker = new Worker(pathToFileURL(file), { name: "passwords" });
    worker.on("message", (answer: string | boolean) => {
      const job = this.#busy.get(worker);
      this.#busy.delete(worker);
      worker.unref();
      this.#idle.push(worker);
      // Processors that are busy with other things make tasks longer: a moving mean follows.
      if (job) this.#taskMs += (performance.now() - job.startedAt - this.#taskMs) / 8;
      job?.resolve(answer);
      this.#next();
    });
    worker.on("error", (error: unknown) =>
      this.#drop(worker, error instanceof Error ? error : new Error(String(error))),
    );
    worker.on("exit", () => this.#drop(worker, new Error("A password thread ended.")));
    return worker;
  }

  /** A thread that died fails its own task only; the next task gets a new one. */
  #drop(worker: Worker, error: Error): void {
    const job = this.#busy.get(worker);
    this.#busy.delete(worker);
    const at = this.#idle.indexOf(worker);
    if (at >= 0) this.#idle.splice(at, 1);
    job?.reject(error);
    this.#next();
  }
}

// Next.js bundles instrumentation and routes apart, so a module variable would not be one per process.
const slot = Symbol.for("portico.password-pool");
const holder = globalThis as { [slot]?: PasswordPool };

/** Milliseconds that a person waits for their turn at most. */
const maxWaitMs = 5_000;

/** The pool of this process: it leaves one processor to everything else. */
export function getPasswordPool(): PasswordPool {
  holder[slot] ??= new PasswordPool(Math.max(1, Math.min(4, os.availableParallelism() - 1)), maxWaitMs);
  return holder[slot];
}
