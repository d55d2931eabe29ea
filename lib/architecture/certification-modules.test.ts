import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { hasTitle, readCertificationRows } from "./certification-modules";

const folder = path.join(process.cwd(), "e2e", "protocol");
const readme = readFileSync(path.join(folder, "README.md"), "utf8");

const rows = readCertificationRows(readme);

describe("the table of certification modules (e2e/protocol/README.md)", () => {
  it("names each module once for each way it is asked, and every plan", () => {
    expect(rows.length).toBeGreaterThan(70);
    expect(new Set(rows.map(({ module, title }) => `${module} ${title}`)).size).toBe(rows.length);
    const lines = readme.split("\n").filter((line) => line.startsWith("| `oidcc"));
    expect(rows).toHaveLength(lines.length);
  });

  it("names tests that there are", () => {
    const missing = rows.filter(({ file, title }) => !hasTitle(readFileSync(path.join(folder, file), "utf8"), title));
    expect(missing).toEqual([]);
  });

  it("would find a title that is gone", () => {
    const placeholder = "$".concat("{claims}");
    const source = `test("a title", () => {}); test(\`refuses ${placeholder}\`, () => {}); test(title, () => {});`;
    expect(["a title", "refuses …", "refuses {"].map((title) => hasTitle(source, title))).toEqual([true, true, true]);
    expect(["a title or another", "accepts {", "title"].map((title) => hasTitle(source, title))).toEqual([
      false,
      false,
      false,
    ]);
  });
});
