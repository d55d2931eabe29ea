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

describe("the tables of bars, journeys and bad input (e2e/bars.md)", () => {
  const page = readFileSync(path.join(root, "e2e", "bars.md"), "utf8");
  const rows = readNamedTests(page);

  it("have every bar that is no command's, can be read to their last row, and say nothing twice", () => {
    const bars = new Set(rows.map(({ subject }) => /^\d+/.exec(subject)?.[0]).filter(Boolean));
    expect([...bars]).toEqual(["3", "4", "6", "7", "8", "9", "23", "24", "25"]);
    expect(new Set(rows.map(({ subject }) => subject)).size).toBe(rows.length);
    expect(rows).toHaveLength(countRows(page));
  });

  it("name tests that there are", () => {
    expect(findMissing(rows, root)).toEqual([]);
  });
});

/**
 * The level of each requirement of OWASP ASVS 5.0, by its section: 6.1 has three, of which the first is of level 1.
 * This is what the standard says, and not what the page says, so that the page can leave nothing out.
 * @see https://github.com/OWASP/ASVS/tree/master/5.0/en (V6 to V10)
 */
const ASVS_LEVELS: Record<string, string> = {
  "6.1": "122",
  "6.2": "111111112222",
  "6.3": "11223333",
  "6.4": "112233",
  "6.5": "22222333",
  "6.6": "2223",
  "6.7": "33",
  "6.8": "2222",
  "7.1": "222",
  "7.2": "1111",
  "7.3": "22",
  "7.4": "11222",
  "7.5": "223",
  "7.6": "22",
  "8.1": "1233",
  "8.2": "1123",
  "8.3": "133",
  "8.4": "23",
  "9.1": "111",
  "9.2": "1222",
  "10.1": "22",
  "10.2": "223",
  "10.3": "22223",
  "10.4": "1111122222233333",
  "10.5": "22222",
  "10.6": "22",
  "10.7": "222",
};

describe("the page about OWASP ASVS (lib/auth/asvs.md)", () => {
  const page = readFileSync(path.join(root, "lib", "auth", "asvs.md"), "utf8");
  const rows = readNamedTests(page);
  const asked = Object.entries(ASVS_LEVELS).flatMap(([section, levels]) =>
    [...levels].map((level, index) => ({ requirement: `${section}.${index + 1}`, level })),
  );
  const read = (line: RegExp) =>
    [...page.matchAll(line)].map(([, requirement = "", level = ""]) => `${requirement} ${level}`);
  const withTest = read(/^\| ([\d.]+)[^|]*\| (\d) /gm);
  const withoutTest = read(/^- \*\*([\d.]+)\*\* \(level (\d)\) (?:documented|does not apply|not met yet): /gm);

  it("has every requirement of level 1 and 2, with its level, in one place", () => {
    const wanted = asked.filter(({ level }) => level < "3").map(({ requirement, level }) => `${requirement} ${level}`);
    expect([...new Set(withTest), ...withoutTest].sort()).toEqual(wanted.sort());
  });

  it("can be read to its last row, and says nothing twice", () => {
    expect(new Set(rows.map(({ subject }) => subject)).size).toBe(rows.length);
    expect(rows).toHaveLength(countRows(page));
    expect(withTest).toHaveLength(rows.length);
    expect(withoutTest).toHaveLength(page.match(/^- /gm)?.length ?? 0);
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
