import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

// Whatever is kept in the data directory, such as the generated secret, stays out of the developer's own.
const dataDir = mkdtempSync(path.join(tmpdir(), "portico-unit-"));
process.once("exit", () => rmSync(dataDir, { recursive: true, force: true }));

export default defineConfig({
  root,
  resolve: { alias: { "@": root } },
  test: {
    include: ["lib/**/*.test.ts", "components/**/*.test.ts", "e2e/run/*.test.ts", "e2e/apps/**/*.test.ts"],
    env: { PORTICO_DATA_DIR: dataDir },
    setupFiles: ["lib/vitest.setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for comes when it comes; vitest would give up after a second, which a busy machine can take.
    expect: { poll: { timeout: 30_000 } },
    // Loading every module anew for every file took as long as the tests themselves: 166 s, against 85 s shared.
    isolate: false,
    // Of two processors vitest would leave one idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
