/** Milliseconds after which the primary does without the answer of a worker that is busy, starting or ending. */
const PATIENCE_MS = 2_000;

/** @typedef {{ [name: string]: unknown }} Message */

/** @param {unknown} message @returns {Message} */
const read = (message) => (typeof message === "object" && message !== null ? /** @type {Message} */ (message) : {});

let asked = 0;

/**
 * In the primary: asks workers something, and resolves to the answers of those that gave one in time.
 * @param {import("node:cluster").Worker[]} workers @param {string} question
 * @returns {Promise<unknown[]>}
 */
export async function askWorkers(workers, question, patienceMs = PATIENCE_MS) {
  asked += 1;
  const number = asked;
  const answers = await Promise.all(
    workers.map(
      (worker) =>
        new Promise((resolve) => {
          const end = (/** @type {unknown[]} */ answer) => {
            clearTimeout(timer);
            worker.off("message", hear);
            worker.off("exit", leave);
            resolve(answer);
          };
          const leave = () => end([]);
          const hear = (/** @type {unknown} */ message) => {
            const { answerTo, answer } = read(message);
            if (answerTo === number) end([answer]);
          };
          const timer = setTimeout(leave, patienceMs);
          worker.on("message", hear);
          worker.once("exit", leave);
          worker.send({ question, number }, (error) => {
            if (error) leave();
          });
        }),
    ),
  );
  return answers.flat();
}

/**
 * In a worker: answers a question of the primary from now on. A question that cannot be answered gets no answer.
 * @param {string} question @param {() => Promise<unknown>} answer @param {(error: unknown) => void} onError
 */
export function answerPrimary(question, answer, onError) {
  process.on("message", (message) => {
    const { question: heard, number } = read(message);
    if (heard !== question) return;
    answer().then((given) => process.send?.({ answerTo: number, answer: given }), onError);
  });
}
