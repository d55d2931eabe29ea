import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Every process of this run that may still exist, to be ended by its id whatever happens. */
const running = new Set<BenchProcess>();

/** A Node.js program of the benchmark, or the portal. */
export class BenchProcess {
  readonly pid: number;
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private output = "";

  /**
   * @param name for messages
   * @param args of Node.js
   * @param env over that of this process
   */
  constructor(
    readonly name: string,
    args: string[],
    env: Record<string, string | undefined>,
  ) {
    this.child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production", ...env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      serialization: "advanced",
    });
    if (this.child.pid === undefined) throw new Error(`${name} could not be started`);
    this.pid = this.child.pid;
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (chunk) => {
        this.output = (this.output + chunk).slice(-20_000);
      });
    }
    running.add(this);
    this.ended = new Promise((resolve) => {
      this.child.once("exit", () => {
        running.delete(this);
        resolve();
      });
    });
  }

  /** The next message that the program sends. @throws with its output when it ends before, or is too late */
  receive<Message>(timeoutSeconds: number): Promise<Message> {
    return new Promise((resolve, reject) => {
      const onMessage = (message: unknown) => finish(() => resolve(message as Message));
      const onExit = () => finish(() => reject(new Error(`${this.name} ended:\n${this.output}`)));
      const timer = setTimeout(
        () =>
          finish(() => reject(new Error(`${this.name} did not answer within ${timeoutSeconds} s:\n${this.output}`))),
        timeoutSeconds * 1000,
      );
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        this.child.off("message", onMessage).off("exit", onExit);
        settle();
      };
      this.child.on("message", onMessage).on("exit", onExit);
    });
  }

  ask<Message>(question: object, timeoutSeconds: number): Promise<Message> {
    if (!this.child.connected) throw new Error(`${this.name} has ended:\n${this.output}`);
    const answer = this.receive<Message>(timeoutSeconds);
    // A failure to send is an end of the program, which the answer's promise reports.
    this.child.send(question, () => undefined);
    return answer;
  }

  /** Resolves when `url` answers. @throws with the program's output when it ends, or does not answer in time */
  async waitFor(url: string, timeoutSeconds: number): Promise<void> {
    const deadline = Date.now() + timeoutSeconds * 1000;
    while (Date.now() < deadline && running.has(this)) {
      const isUp = await fetch(url).then(
        (response) => response.ok,
        () => false,
      );
      if (isUp) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await this.stop();
    throw new Error(`${this.name}: ${url} did not answer. It printed:\n${this.output}`);
  }

  /** Asks the program to end; after 10 s it is killed. */
  async stop(): Promise<void> {
    if (!running.has(this)) return;
    this.child.kill("SIGTERM");
    const timer = setTimeout(() => this.child.kill("SIGKILL"), 10_000);
    await this.ended;
    clearTimeout(timer);
  }

  /** At once, for a run that was broken off. */
  kill(): void {
    this.child.kill("SIGKILL");
  }
}

/** Kills what is still running; synchronous, so that it can be the last thing that this process does. */
export function killAll(): void {
  for (const each of running) each.kill();
}
