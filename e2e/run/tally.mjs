import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root } from "./processes.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Tally `failures`: a line each */

/** @param {Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  return {
    passed: tallies.reduce((all, { passed }) => all + passed, 0),
    failed: tallies.reduce((all, { failed }) => all + failed, 0),
    skipped: tallies.reduce((all, { skipped }) => all + skipped, 0),
    failures: tallies.flatMap(({ failures }) => failures),
  };
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
  const tally = existsSync(file) ? readers[runner](JSON.parse(readFileSync(file, "utf8"))) : sum([]);
  const isEmpty = tally.passed + tally.failed === 0;
  const isUnexplained = !isOk && tally.failed === 0;
  if (!isEmpty && !isUnexplained) return tally;
  const reason = isEmpty ? "no test ran" : "the runner failed outside of its tests";
  const failures = tally.failures.length > 0 ? tally.failures : [`${runner}: ${reason}`];
  return { ...tally, failed: tally.failed + 1, failures };
}

const readers = { playwright: readPlaywright, vitest: readVitest };

/**
 * @typedef {{ message?: string }} ReportedError
 * @typedef {{ projectName: string, status: string, results: { error?: ReportedError }[] }} ProjectTest
 * @typedef {{ title: string, file: string, line: number, tests: ProjectTest[] }} Spec
 * @typedef {{ specs?: Spec[], suites?: Suite[] }} Suite
 */

/**
 * @param {{
 *   stats: Record<"expected" | "flaky" | "unexpected" | "skipped", number>,
 *   suites: Suite[],
 *   errors: ReportedError[],
 * }} report
 * @returns {Tally}
 */
function readPlaywright({ stats, suites, errors }) {
  const failedTests = suites
    .flatMap(listSpecs)
    .flatMap(({ title, file, line, tests }) =>
      tests
        .filter(({ status }) => status === "unexpected" || status === "flaky")
        .map(({ projectName, results }) =>
          describe(`[${projectName}] ${file}:${line} › ${title}`, results.find(({ error }) => error)?.error?.message),
        ),
    );
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    failures: [...failedTests, ...errors.map(({ message }) => describe("playwright", message))],
  };
}

/** @param {Suite} suite @returns {Spec[]} */
function listSpecs({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(listSpecs)];
}

/**
 * @param {Record<"numPassedTests" | "numPendingTests" | "numTodoTests", number> & {
 *   testResults: {
 *     name: string,
 *     status: string,
 *     message: string,
 *     assertionResults: { fullName: string, status: string, failureMessages: string[] }[],
 *   }[],
 * }} report
 * @returns {Tally}
 */
function readVitest(report) {
  const failures = report.testResults
    .filter(({ status }) => status === "failed")
    .flatMap(({ name, message, assertionResults }) => {
      const file = path.relative(root, name);
      const failedTests = assertionResults.filter(({ status }) => status === "failed");
      // A file that did not load has no tests to name.
      if (failedTests.length === 0) return [describe(file, message)];
      return failedTests.map(({ fullName, failureMessages }) => describe(`${file} › ${fullName}`, failureMessages[0]));
    });
  return {
    passed: report.numPassedTests,
    failed: failures.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
}

/** One line: what failed, and the first line of why. @param {string} name @param {string} [message] */
function describe(name, message = "") {
  const [reason] = stripVTControlCharacters(message).split("\n", 1);
  return reason ? `${name}: ${reason}` : name;
}
