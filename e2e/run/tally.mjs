import { existsSync, readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @param {Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  return tallies.reduce(
    (all, each) => ({
      passed: all.passed + each.passed,
      failed: all.failed + each.failed,
      skipped: all.skipped + each.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/**
 * Reads what a runner reported and holds it against its exit: one that failed without a failed test
 * (a file that did not load, a crash) or that ran no test counts as one failure.
 * @param {string} file the runner's JSON report
 * @param {"vitest" | "playwright"} runner
 * @param {boolean} isOk whether the runner ended with exit code 0
 * @returns {Tally}
 */
export function readTally(file, runner, isOk) {
  const tally = existsSync(file) ? parsers[runner](JSON.parse(readFileSync(file, "utf8"))) : sum([]);
  const isEmpty = tally.passed + tally.failed === 0;
  const isUnexplained = !isOk && tally.failed === 0;
  return isEmpty || isUnexplained ? { ...tally, failed: tally.failed + 1 } : tally;
}

const parsers = {
  /** @param {{ stats: Record<"expected" | "flaky" | "unexpected" | "skipped", number> }} report @returns {Tally} */
  playwright: ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }),
  /** @param {Record<"numPassedTests" | "numFailedTests" | "numPendingTests" | "numTodoTests", number>} report @returns {Tally} */
  vitest: (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }),
};
