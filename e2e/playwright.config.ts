import { defineConfig } from "playwright/test";

const output = process.env.PORTICO_E2E_OUTPUT ?? `${import.meta.dirname}/.output/latest`;
const report = process.env.PORTICO_E2E_REPORT;

/**
 * Black box: everything goes over HTTP to a built portal, which the fixture `portal` starts for each worker
 * (or which runs at `PORTICO_URL` already).
 */
export default defineConfig({
  testDir: ".",
  outputDir: output,
  // two cores carry two portals with their browsers
  workers: 2,
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
    // Recording every test for those that fail took a third of the time: `--trace retain-on-failure` asks for it.
    trace: "off",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "protocol", testDir: "protocol" },
    { name: "journeys", testDir: "journeys" },
    { name: "journeys-without-javascript", testDir: "journeys", grep: /@no-js/, use: { javaScriptEnabled: false } },
    // those whose changes other processes have to hear of; the rest of the pages is the same on both databases
    {
      name: "journeys-on-postgres",
      testDir: "journeys",
      testMatch: /(great-journey|credentials|redirect-mismatch)\.spec/,
    },
    // starts, signals and a database of its own
    { name: "process", testDir: "process" },
    { name: "accessibility", testDir: "a11y" },
    // for the README, on demand; not part of npm test
    { name: "pictures", testDir: "screens" },
  ],
});
