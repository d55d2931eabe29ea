import { type Figure, figure } from "./exercise";
import { type Answer, isRight, type Load } from "./load";

const milliseconds = (value: number) => `${Math.round(value)} ms`;

/** What the load saw from a moment on. @param since by `performance.now()` */
export function describeOutage(answers: readonly Answer[], since: number): Figure[] {
  const after = answers.filter(({ answeredAt }) => answeredAt >= since);
  const wrong = after.filter((answer) => !isRight(answer));
  const retry = wrong.filter(({ status, hasRetryAfter }) => status === 503 && hasRetryAfter);
  const others = wrong.filter(({ status, hasRetryAfter }) => status !== 503 || !hasRetryAfter);
  const waitOf = ({ askedAt, answeredAt }: Answer) => answeredAt - Math.max(askedAt, since);
  const [last] = after.toSorted((a, b) => waitOf(b) - waitOf(a));
  const slowest = last ? waitOf(last) : 0;
  return [
    figure("503 with Retry-After meanwhile", retry.length),
    figure("other errors", others.length === 0 ? "0" : describeStatuses(others), others.length === 0),
    figure(
      "longest wait for any answer (at most 5 s)",
      `${milliseconds(slowest)}: ${last?.act} ${last?.status}`,
      slowest < 5_000,
    ),
  ];
}

function describeStatuses(answers: readonly Answer[]): string {
  const counts = new Map<string, number>();
  for (const { act, status } of answers) {
    const what = `${act} ${status === 0 ? "without an answer" : status === -1 ? "led nowhere" : status}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].map(([what, count]) => `${count} × ${what}`).join(", ");
}

/** When the first request that was sent after a moment was answered right; null: none was. */
export function findFirstRight(answers: readonly Answer[], since: number): number | null {
  const right = answers.filter((answer) => isRight(answer) && answer.askedAt >= since);
  return right.length === 0 ? null : Math.min(...right.map(({ answeredAt }) => answeredAt));
}

/** The time from the moment the server could work again to the first right answer. */
export function describeReturn(answers: readonly Answer[], back: number, most: number): Figure {
  const first = findFirstRight(answers, back);
  const what = `first right answer after that (at most ${milliseconds(most)})`;
  return first === null ? figure(what, "none", false) : figure(what, milliseconds(first - back), first - back <= most);
}

/** How much was acknowledged, and whether it is still there. */
export async function describeTokens(load: Load): Promise<Figure[]> {
  const counts = new Map<string, number>();
  for (const { act } of load.answers.filter(isRight)) counts.set(act, (counts.get(act) ?? 0) + 1);
  const lost = await load.countLost();
  return [
    figure("answered right", [...counts].map(([act, count]) => `${count} × ${act}`).join(", ")),
    figure("acknowledged tokens lost (0)", `${lost} of ${load.countOfTokens}`, lost === 0 && load.countOfTokens > 0),
  ];
}

/**
 * Whether the log stayed readable: of each line, with its numbers left out, at most one a second and process.
 * @param printed what each instance printed meanwhile
 * @param processes of each instance
 */
export function describeLog(printed: readonly string[], seconds: number, processes: number): Figure[] {
  const most = Math.max(0, ...printed.map((text) => Math.max(0, ...countLines(text).values())));
  const allowed = (Math.ceil(seconds) + 1) * processes;
  const [worst = ""] = printed.flatMap((text) => [...countLines(text)]).toSorted((a, b) => b[1] - a[1])[0] ?? [];
  const lines = printed.reduce((sum, text) => sum + text.split("\n").filter((line) => line !== "").length, 0);
  return [
    figure("log lines of both instances", lines),
    figure(
      `most often the same line (at most ${allowed}: one a second and process)`,
      `${most}: ${worst.slice(0, 100)}`,
      most <= allowed,
    ),
  ];
}

function countLines(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split("\n").filter((each) => each.trim() !== "")) {
    const kind = line.trim().replace(/[\da-f]{8,}|\d+(\.\d+)?/g, "…");
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
