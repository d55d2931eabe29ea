import { BenchProcess } from "../bench-process";
import type { LoadPlan, LoadResult } from "./plan";

type Message = { result: LoadResult } | { error: string };

/** The load generator, in a process of its own so that it never waits for the one that it measures. */
export class LoadProcess {
  private readonly process = new BenchProcess("load generator", ["--import", "tsx", "e2e/bench/load/main.ts"], {});

  /**
   * Runs one plan at a time.
   * @throws when any answer failed its check: such a window counts for nothing
   */
  async run(plan: LoadPlan): Promise<LoadResult> {
    const message = await this.process.ask<Message>(plan, plan.seconds + 60);
    if ("error" in message) throw new Error(`load generator: ${message.error}`);
    const { result } = message;
    if (result.failed > 0) throw new Error(`${result.failed} answers failed: ${result.failures.join("; ")}`);
    return result;
  }

  stop(): Promise<void> {
    return this.process.stop();
  }
}
