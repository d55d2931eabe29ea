import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { countRows, hasTitle, type NamedTest, readNamedTests } from "./named-tests";

const root = process.cwd();
const folder = path.join(root, "e2e", "protocol");

const readPage = (name: string) => readFileSync(path.join(folder, name), "utf8");

const findMissing = (rows: NamedTest[], base: string) =>
  rows.filter(({ file, title }) => !hasTitle(readFileSync(path.join(base, file), "utf8"), title));

describe("the table of certification modules (e2e/protocol/README.md)", () => {
  const page = readPage("README.md");
  const rows = readNamedTests(page);

  it("names each module once for each way it is asked, and every plan", () => {
    expect(rows.length).toBeGreaterThan(70);
    expect(new Set(rows.map(({ subject, title }) => `${subject} ${title}`)).size).toBe(rows.length);
    expect(rows).toHaveLength(countRows(page));
  });

  it("names tests that there are", () => {
    expect(findMissing(rows, folder)).toEqual([]);
  });
});

describe("the table of what strangers try (e2e/protocol/attacks.md)", () => {
  const page = readPage("attacks.md");
  const rows = readNamedTests(page);

  it("can be read to its last row, and says nothing twice", () => {
    expect(rows.length).toBeGreaterThan(70);
    expect(new Set(rows.map(({ subject }) => subject)).size).toBe(rows.length);
    expect(rows).toHaveLength(countRows(page));
  });

  it("names tests that there are", () => {
    expect(findMissing(rows, root)).toEqual([]);
  });
});

describe("a title that is gone", () => {
  const placeholder = "$".concat("{claims}");
  const source = `
    test("a title", () => {}); test(\`refuses ${placeholder}\`, () => {}); test(title, () => {});
    describe("a key", () => { it.each([["is weak"]])("is refused when it %s", () => {}); });
    it.each([{ name: "this" }])("$name is taken", () => {}); it.each(cases)("%s for %s", () => {});`;

  it.each([
    "a title",
    "refuses …",
    "refuses {",
    "is refused when it is weak",
    "a key > is refused when it …",
    "this is taken",
  ])("is not %j", (title) => expect(hasTitle(source, title)).toBe(true));

  it.each([
    "a title or another",
    "accepts {",
    "title",
    "a lock > is refused when it is weak",
    "a key > is refused",
    "is refused when it is strong",
    "this for that",
  ])("is %j", (title) => expect(hasTitle(source, title)).toBe(false));
});
