import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readTally, sum } from "./tally.mjs";

function writeReport(report: unknown): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "portico-tally-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "report.json");
  writeFileSync(file, JSON.stringify(report));
  return file;
}

/** A spec as Playwright's JSON reporter writes it. */
function spec(title: string, status: string, message?: string) {
  const results = [message === undefined ? {} : { error: { message } }];
  return { title, file: "journeys/sign-in.spec.ts", line: 7, tests: [{ projectName: "journeys", status, results }] };
}

function playwrightReport(changes: object) {
  return { stats: { expected: 1, unexpected: 0, flaky: 0, skipped: 0 }, suites: [], errors: [], ...changes };
}

function vitestReport(failed: number, testResults: object[]) {
  return { numPassedTests: 2, numFailedTests: failed, numPendingTests: 1, numTodoTests: 0, testResults };
}

test("names every browser test that failed, wherever it stands, with the first line of why", () => {
  const suites = [
    {
      specs: [spec("passes", "expected"), spec("is red", "unexpected", "\u001b[31mError: not here\u001b[39m\nlog")],
      suites: [{ specs: [spec("needs a second try", "flaky")] }],
    },
  ];
  const stats = { expected: 1, unexpected: 1, flaky: 1, skipped: 0 };
  expect(readTally(writeReport(playwrightReport({ stats, suites })), "playwright", false)).toEqual({
    passed: 1,
    failed: 2,
    skipped: 0,
    failures: [
      "[journeys] journeys/sign-in.spec.ts:7 › is red: Error: not here",
      "[journeys] journeys/sign-in.spec.ts:7 › needs a second try",
    ],
  });
});

test("names every unit test that failed, with the first line of why", () => {
  const name = path.resolve("lib/env.test.ts");
  const assertionResults = [
    { fullName: "reads a number", status: "passed", failureMessages: [] },
    { fullName: "refuses words", status: "failed", failureMessages: ["AssertionError: expected 1 to be 2\n  at x"] },
  ];
  const report = vitestReport(1, [{ name, status: "failed", message: "", assertionResults }]);
  expect(readTally(writeReport(report), "vitest", false)).toEqual({
    passed: 2,
    failed: 1,
    skipped: 1,
    failures: ["lib/env.test.ts › refuses words: AssertionError: expected 1 to be 2"],
  });
});

test("counts a file that did not load as a failure, and names it", () => {
  const file = {
    name: path.resolve("lib/env.test.ts"),
    status: "failed",
    message: "no such module\n",
    assertionResults: [],
  };
  expect(readTally(writeReport(vitestReport(0, [file])), "vitest", false)).toEqual({
    passed: 2,
    failed: 1,
    skipped: 1,
    failures: ["lib/env.test.ts: no such module"],
  });
});

test("counts a runner that left no report, ran no test or broke after them as one failure", () => {
  expect(readTally("/no/such/report.json", "vitest", true)).toMatchObject({
    failed: 1,
    failures: ["vitest: no test ran"],
  });
  const broken = readTally(writeReport(playwrightReport({})), "playwright", false);
  expect(broken).toMatchObject({
    passed: 1,
    failed: 1,
    failures: ["playwright: the runner failed outside of its tests"],
  });
  const told = readTally(
    writeReport(playwrightReport({ errors: [{ message: "a worker died" }] })),
    "playwright",
    false,
  );
  expect(told).toMatchObject({ passed: 1, failed: 1, failures: ["playwright: a worker died"] });
});

test("adds numbers and keeps the order of the names", () => {
  const one = { passed: 1, failed: 1, skipped: 0, failures: ["a"] };
  expect(sum([one, { passed: 2, failed: 1, skipped: 3, failures: ["b"] }])).toEqual({
    passed: 3,
    failed: 2,
    skipped: 3,
    failures: ["a", "b"],
  });
});
