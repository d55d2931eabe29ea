import { describe, expect, it } from "vitest";
import { cutOut, EXAMPLES, type ExampleName, readExample } from "./examples";

describe("what a guide shows of a program", () => {
  it.each(Object.keys(EXAMPLES) as ExampleName[])("%s is there, and is short enough to be read", async (name) => {
    const { code } = await readExample(name);
    expect(code.split("\n").length).toBeGreaterThan(5);
    expect(code.split("\n").length).toBeLessThan(90);
    expect(code).toBe(code.trim());
  });

  it("is a function with the comment above it", () => {
    const whole = "const a = 1;\n\n/** Adds. */\nfunction add() {\n  return {\n    a,\n  };\n}\n\nadd();";
    expect(cutOut(whole, "function add")).toBe("/** Adds. */\nfunction add() {\n  return {\n    a,\n  };\n}");
  });

  it("is the lines until an empty one, where no block begins", () => {
    expect(cutOut("import a\n\nflow = a()\nflow.start()\n\nend()", "flow =")).toBe("flow = a()\nflow.start()");
  });

  it("is never silently something else", () => {
    expect(() => cutOut("function add() {}", "function subtract")).toThrow("No line begins with function subtract");
  });
});
