import { defineConfig } from "playwright/test";

const output = process.env.PORTICO_E2E_OUTPUT ?? `${import.meta.dirname}/.output/latest`;
const report = process.env.PORTICO_E2E_REPORT;
const isOnPostgres = process.env.PORTICO_E2E_DATABASE_URL !== undefined;

/**
 * Tests that measure how long the portal takes have this tag, and the machine to themselves. The others of `process/`
 * pass however long it takes.
 */
const measured = /@measured/;

/** Its tests take longer than all the others of `process/`. */
const longest = /interrupted-start\.spec/;

const namesOf = (...names: string[]) => new RegExp(`/(${names.join("|")})\\.spec`);

/** Journeys whose changes other processes must hear about. */
const heardElsewhere = namesOf("great-journey", "credentials", "redirect-mismatch");

/**
 * Journeys that make a sign-in look old, and would do the same on any database. To do that on the embedded one, the portal
 * has to restart, which takes five seconds of a processor each time.
 */
const ageing = namesOf("kept-forms", "focus");

/** Journeys of accounts and the ways into them, whose codes, challenges and links are rows. */
const accounts = [
  "passkeys",
  "second-factors",
  "getting-back-in",
  "email-change",
  "leaving",
  "people",
  "settings",
  "korean",
];

/**
 * What is seen on PostgreSQL, of all that is seen on the embedded database. What Next.js alone answers (`@pages`) is the
 * same on both. Without JavaScript, the journeys run on PostgreSQL: so each of them is seen both with JavaScript and
 * without, in two runs and not in four.
 */
const seenOnPostgres = {
  testMatch: [/\/protocol\/.*\.spec/, heardElsewhere, ageing, namesOf(...accounts)],
  grepInvert: new RegExp(`@pages|/(${accounts.join("|")})\\.spec\\.ts .*@no-js`),
};

const seenOnPglite = { testMatch: [/\/(protocol|journeys|a11y)\/.*\.spec/], testIgnore: ageing };

/**
 * Black box: everything goes over HTTP to a built portal, which the fixture `portal` starts for each worker
 * (or which runs at `PORTICO_URL` already).
 */
export default defineConfig({
  testDir: ".",
  outputDir: output,
  // A browser and its portal wait for each other: with three, two cores were idle for nearly half of the time.
  workers: 4,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: report ? [["list"], ["json", { outputFile: report }]] : [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      // the sandbox cannot start for root
      chromiumSandbox: process.getuid?.() !== 0,
    },
    locale: "en-GB",
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    // Recording every test in case it fails took a third of the time; use `--trace retain-on-failure` when needed.
    trace: "off",
    screenshot: "only-on-failure",
  },
  projects: [
    // One project for all that one portal answers: each project has workers of its own, and each worker starts a portal.
    { name: "portal", ...(isOnPostgres ? seenOnPostgres : seenOnPglite) },
    {
      name: "portal-without-javascript",
      testDir: "journeys",
      grep: /@no-js/,
      use: { javaScriptEnabled: false },
    },
    // First, as Playwright begins projects in this order: the others fill the time of the other workers meanwhile.
    { name: "process-longest", testDir: "process", testMatch: longest },
    // tests with their own starts, signals and databases
    { name: "process", testDir: "process", testIgnore: longest, grepInvert: measured },
    { name: "process-measured", testDir: "process", grep: measured },
    // for the README, on demand; not part of npm test
    { name: "pictures", testDir: "screens" },
  ],
});
