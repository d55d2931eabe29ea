import path from "node:path";
import { expect, test } from "vitest";
import { setDemoDefaults } from "./demo-defaults.mjs";

test("the demo has a folder and a port of its own, and takes those that it is told", () => {
  const env: Record<string, string | undefined> = {};
  setDemoDefaults(env as NodeJS.ProcessEnv);
  expect(env).toEqual({ PORTICO_DATA_DIR: path.join(".data", "demo"), PORT: "3100", PORTICO_LOG_FORMAT: "text" });
  const told = { PORTICO_DATA_DIR: "elsewhere", PORT: "4711", PORTICO_LOG_FORMAT: "json" };
  setDemoDefaults(told as unknown as NodeJS.ProcessEnv);
  expect(told).toEqual({ PORTICO_DATA_DIR: "elsewhere", PORT: "4711", PORTICO_LOG_FORMAT: "json" });
});
