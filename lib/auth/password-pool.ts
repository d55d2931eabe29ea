import os from "node:os";
import { count } from "@/lib/metrics/metrics";
import { FairQueue, type Waiter } from "./fair-queue";
import { roundsOfScheme } from "./foreign-passwords/scheme";
import {
  type PasswordTask,
  type PasswordThread,
  type PasswordThreadEvents,
  startPasswordThread,
} from "./password-threads";

/** Too many passwords wait to be checked; the person should try again in a few seconds. */
export class PasswordQueueFullError extends Error {
  override name = "PasswordQueueFullError";

  /**
   * Recognised by its name, not its class: each bundle of Next.js has its own copy of the class, while the pool is
   * shared in the process and throws the class of the bundle that opened it.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "PasswordQueueFullError";
  }

  /** @param retryAfter seconds after which there should be room */
  constructor(readonly retryAfter: number) {
    super("Too many passwords wait to be checked.");
  }
}

interface Job {
  task: PasswordTask;
  from: Waiter;
  /** rounds of bcrypt, to compare tasks of different costs */
  rounds: number;
  startedAt: number;
  resolve: (answer: string | boolean) => void;
  reject: (error: Error) => void;
}

/** Assumed milliseconds of a round of bcrypt until the first task was measured: 300 for a cost of 12. */
const FIRST_GUESS_MS = 300 / 2 ** 12;

/** How many may always wait for each thread, however long their tasks take. */
const ALWAYS_WAITING = 4;

/** The longest wait that anybody is told, in seconds. */
const LONGEST_RETRY_AFTER = 60;

/** A moving mean. */
const follow = (mean: number, value: number, weight: number) => mean + (value - mean) * weight;

/** The rounds of bcrypt in a task: two to the power of its cost. Other work is counted in rounds that take as long. */
function roundsOf(task: PasswordTask): number {
  if ("scheme" in task) return roundsOfScheme(task.scheme);
  const cost = "hash" in task ? Number(/^\$2[aby]\$(\d\d)\$/.exec(task.hash)?.[1] ?? 0) : task.cost;
  return 2 ** cost;
}

/**
 * Checks passwords in threads, one task per thread. Other tasks wait in a queue that is fair to networks, prefers known
 * browsers, and lets nobody wait for longer than a person would.
 */
export class PasswordPool {
  readonly #size: number;
  readonly #maxWaitMs: number;
  readonly #startThread: (events: PasswordThreadEvents) => PasswordThread;
  /** recent milliseconds of processor time per round */
  #cpuMs = FIRST_GUESS_MS;
  /** recent milliseconds of the clock per round, which grow while the machine is busy with other things */
  #wallMs = FIRST_GUESS_MS;
  readonly #idle: PasswordThread[] = [];
  readonly #busy = new Map<PasswordThread, Job>();
  readonly #waiting = new FairQueue<Job>();
  #waitingRounds = 0;

  /** @param maxWaitMs the pool accepts no more work than the threads can do in this time, with a processor each */
  constructor(size: number, maxWaitMs: number, startThread = startPasswordThread) {
    this.#size = size;
    this.#maxWaitMs = maxWaitMs;
    this.#startThread = startThread;
  }

  /**
   * @param from who waits for it
   * @throws {PasswordQueueFullError} when those ahead of it would make it wait too long, or when it later has to make
   *   room
   */
  run(task: PasswordTask, from: Waiter): Promise<string | boolean> {
    return new Promise((resolve, reject) => {
      const job: Job = { task, from, rounds: roundsOf(task), startedAt: 0, resolve, reject };
      if (this.#isFullFor(job)) {
        const victim = this.#waiting.findVictim(job);
        count("portico_password_queue_refused_total", {});
        victim.reject(new PasswordQueueFullError(this.#retryAfter()));
        if (victim === job) return;
        this.#waiting.remove(victim);
        this.#waitingRounds -= victim.rounds;
      }
      this.#waiting.push(job);
      this.#waitingRounds += job.rounds;
      this.#next();
    });
  }

  /** Tasks that wait, tasks under way, and the most that can be under way. */
  describe(): { waiting: number; busy: number; threads: number } {
    return { waiting: this.#waiting.size, busy: this.#busy.size, threads: this.#size };
  }

  /** Ends the threads; waiting tasks are rejected. */
  async close(): Promise<void> {
    const threads = [...this.#idle, ...this.#busy.keys()];
    for (const job of [...this.#waiting.clear(), ...this.#busy.values()]) job.reject(new Error("The pool was closed."));
    this.#waitingRounds = 0;
    this.#idle.length = 0;
    this.#busy.clear();
    await Promise.all(threads.map((thread) => thread.end()));
  }

  /** Counted in work, not in time: nobody is refused because other programs keep the processors busy. */
  #isFullFor({ rounds }: Job): boolean {
    if (this.#waiting.size < ALWAYS_WAITING * this.#size) return false;
    return (this.#waitingRounds + rounds) * this.#cpuMs > this.#maxWaitMs * this.#size;
  }

  /** Seconds until everybody who waits now has been answered, at the recent pace. */
  #retryAfter(): number {
    const rounds = [...this.#busy.values()].reduce((sum, job) => sum + job.rounds, this.#waitingRounds);
    const seconds = Math.ceil((rounds * this.#wallMs) / this.#size / 1_000);
    return Math.min(Math.max(seconds, 1), LONGEST_RETRY_AFTER);
  }

  #next(): void {
    if (this.#waiting.size === 0) return;
    const thread = this.#idle.pop() ?? (this.#busy.size < this.#size ? this.#start() : null);
    const job = thread && this.#waiting.shift();
    if (!thread || !job) return;
    this.#waitingRounds -= job.rounds;
    this.#busy.set(thread, job);
    job.startedAt = performance.now();
    thread.run(job.task);
  }

  #start(): PasswordThread {
    const thread: PasswordThread = this.#startThread({
      answered: (answer, cpuMs) => {
        const job = this.#release(thread);
        if (job) this.#measure(job, cpuMs);
        job?.resolve(answer);
        this.#next();
      },
      failed: (error) => {
        this.#release(thread)?.reject(error);
        this.#next();
      },
      ended: (error) => this.#drop(thread, error),
    });
    return thread;
  }

  /** The thread can take the next task. @returns the one that it had */
  #release(thread: PasswordThread): Job | undefined {
    const job = this.#busy.get(thread);
    this.#busy.delete(thread);
    this.#idle.push(thread);
    return job;
  }

  #measure({ rounds, startedAt }: Job, cpuMs: number | null): void {
    const wallMs = (performance.now() - startedAt) / rounds;
    this.#wallMs = follow(this.#wallMs, wallMs, 1 / 8);
    if (cpuMs !== null) this.#cpuMs = follow(this.#cpuMs, cpuMs / rounds, 1 / 8);
    // Where the system does not tell, the shortest recent task is the one that waited least for a processor.
    else this.#cpuMs = Math.min(wallMs, this.#cpuMs * 1.02);
  }

  /** A thread that died fails its own task only; the next task gets a new one. */
  #drop(thread: PasswordThread, error: Error): void {
    const job = this.#busy.get(thread);
    this.#busy.delete(thread);
    const at = this.#idle.indexOf(thread);
    if (at >= 0) this.#idle.splice(at, 1);
    job?.reject(error);
    this.#next();
  }
}

// Next.js bundles instrumentation and routes apart, so a module variable would not be one per process.
const slot = Symbol.for("portico.password-pool");
const holder = globalThis as { [slot]?: PasswordPool };

/** The longest that a person waits for their turn, in milliseconds, on a machine with nothing else to do. */
const MAX_WAIT_MS = 5_000;

/** The pool of this process: it leaves one processor to everything else. */
export function getPasswordPool(): PasswordPool {
  holder[slot] ??= new PasswordPool(Math.max(1, Math.min(4, os.availableParallelism() - 1)), MAX_WAIT_MS);
  return holder[slot];
}
