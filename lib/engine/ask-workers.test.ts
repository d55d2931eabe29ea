import type { Worker } from "node:cluster";
import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { askWorkers } from "./ask-workers.mjs";

/** A worker that does `onQuestion` when the primary asks it something. */
class MadeWorker extends EventEmitter {
  constructor(private readonly onQuestion: (number: number, worker: MadeWorker) => void) {
    super();
  }

  send({ number }: { number: number }, sent: (error: Error | null) => void): void {
    sent(null);
    this.onQuestion(number, this);
  }

  answer(answerTo: number, answer: unknown): void {
    this.emit("message", { answerTo, answer });
  }
}

const ask = (...workers: MadeWorker[]) => askWorkers(workers as unknown as Worker[], "how much", 50);

describe("a question of the primary", () => {
  it("is answered by every worker, whatever else they say meanwhile", async () => {
    const quick = new MadeWorker((number, worker) => {
      worker.emit("message", "something else");
      worker.answer(number - 1, "to another question");
      worker.answer(number, 1);
    });
    const slow = new MadeWorker((number, worker) => setImmediate(() => worker.answer(number, 2)));
    expect(await ask(quick, slow)).toEqual([1, 2]);
    expect(quick.listenerCount("message") + slow.listenerCount("exit")).toBe(0);
  });

  it("waits for no worker that is silent, ends, or cannot be reached", async () => {
    const right = new MadeWorker((number, worker) => worker.answer(number, "right"));
    const silent = new MadeWorker(() => undefined);
    const ending = new MadeWorker((_number, worker) => worker.emit("exit"));
    const unreachable = new MadeWorker(() => undefined);
    unreachable.send = (_message, sent) => sent(new Error("the channel is closed"));
    expect(await ask(silent, ending, unreachable, right)).toEqual(["right"]);
  });
});
