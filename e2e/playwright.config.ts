import { defineConfig } from "playwright/test";

const output = process.env.PORTICO_E2E_OUTPUT ?? `${import.meta.dirname}/.output/latest`;
const report = process.env.PORTICO_E2E_REPORT;
const isOnPostgres = process.env.PORTICO_E2E_DATABASE_URL !== undefined;

/** Files of `process/` whose tests pass however long the portal takes, so they can share the machine. */
const unmeasured = /(behind-a-proxy|cannot-start|command-line|crowds|demo|hanging-apps|uploads)\.spec/;

/** As `unmeasured`; its tests take longer than all the others of `process/`. */
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
const accounts = namesOf(
  ...["passkeys", "second-factors", "getting-back-in", "email-change"],
  ...["leaving", "people", "settings", "korean"],
);

/**
 * Black box: everything goes over HTTP to a built portal, which the fixture `portal` starts for each worker
 * (or which runs at `PORTICO_URL` already).
 */
export default defineConfig({
  testDir: ".",
  outputDir: output,
  // With two, two cores were idle for a quarter of the time: a browser and its portal wait for each other.
  workers: 3,
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
    // What Next.js alone answers is the same on both databases.
    { name: "protocol", testDir: "protocol", ...(isOnPostgres && { grepInvert: /@pages/ }) },
    { name: "journeys", testDir: "journeys", testIgnore: ageing },
    // Without JavaScript, those of accounts run on PostgreSQL: so each of them is seen on both databases, and both with
    // JavaScript and without, in two runs and not in four.
    {
      name: "journeys-without-javascript",
      testDir: "journeys",
      testIgnore: accounts,
      grep: /@no-js/,
      use: { javaScriptEnabled: false },
    },
    { name: "journeys-on-postgres", testDir: "journeys", testMatch: [heardElsewhere, ageing] },
    { name: "accounts-on-postgres", testDir: "journeys", testMatch: accounts, grepInvert: /@no-js/ },
    {
      name: "accounts-without-javascript",
      testDir: "journeys",
      testMatch: accounts,
      grep: /@no-js/,
      use: { javaScriptEnabled: false },
    },
    // tests with their own starts, signals and databases: those that measure how long the portal takes, and the others
    { name: "process", testDir: "process", testIgnore: [unmeasured, longest] },
    // first, since the others fill the time of the other workers meanwhile
    { name: "process-longest", testDir: "process", testMatch: longest },
    { name: "process-unmeasured", testDir: "process", testMatch: unmeasured },
    { name: "accessibility", testDir: "a11y" },
    // for the README, on demand; not part of npm test
    { name: "pictures", testDir: "screens" },
  ],
});
