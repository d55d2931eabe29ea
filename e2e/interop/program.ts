import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Installed } from "./install";

/** A client's program while it runs; it and all that it started end together. */
export class Program {
  output = "";
  private readonly ended: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    const keep = (chunk: Buffer) => {
      this.output = (this.output + chunk).slice(-20_000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    process.once("exit", this.kill);
    this.ended = new Promise((resolve) => child.once("exit", () => resolve()));
    child.once("error", (error) => {
      this.output += error.message;
    });
  }

  /** @param told variables of its environment; `$NAME` in `command` stands for them */
  static async start(installed: Installed, command: readonly string[], told: Record<string, string>): Promise<Program> {
    const words = command.map((word) => word.replace(/\$([A-Z_]+)/g, (all, name: string) => told[name] ?? all));
    const env = {
      ...process.env,
      ...told,
      PATH: [...installed.path, process.env.PATH].join(path.delimiter),
    };
    const [program = "", ...args] = words;
    const child = spawn(program, args, { cwd: installed.folder, env, detached: true });
    const running = new Program(child, told.APP_URL ?? "");
    await running.waitUntilUp();
    return running;
  }

  private get hasEnded(): boolean {
    return this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private async waitUntilUp(): Promise<void> {
    const deadline = Date.now() + 120_000;
    while (Date.now() < deadline && !this.hasEnded) {
      const isUp = await fetch(this.url, { redirect: "manual" }).then(
        () => true,
        () => false,
      );
      if (isUp) return;
      await pause(200);
    }
    await this.stop();
    throw new Error(`the program did not start:\n${this.output}`);
  }

  private readonly kill = () => this.signal("SIGKILL");

  /** The process group, as npm, flask and apache start others. */
  private signal(signal: NodeJS.Signals): void {
    if (this.child.pid === undefined || this.hasEnded) return;
    process.kill(-this.child.pid, signal);
  }

  async stop(): Promise<void> {
    process.removeListener("exit", this.kill);
    // Asked first, as some start others in a session of their own, which nobody else ends (JupyterHub its proxy).
    this.signal("SIGTERM");
    await Promise.race([this.ended, pause(5000, undefined, { ref: false })]);
    this.kill();
    if (this.child.pid !== undefined) await this.ended;
  }
}
