/** A row of a table that says which test proves what. */
export interface NamedTest {
  /** the first cell: what the test proves */
  subject: string;
  /** as the table names it: seen from the table's folder or from the repository's root */
  file: string;
  /** of the test, its group before it after " > "; … stands for what a template or a row of cases puts there */
  title: string;
}

/** The rows of all tables of a page whose last two columns are file and test. */
export function readNamedTests(page: string): NamedTest[] {
  const rows = page.matchAll(/^\| (.+?) +\|(?:.* \|)? `([\w./-]+)` +\| (.+?) +\|$/gm);
  return [...rows].map(([, subject = "", file = "", title = ""]) => ({ subject, file, title }));
}

/** How many rows the tables of a page have, headings aside: a row that cannot be read shows as a difference. */
export function countRows(page: string): number {
  const lines = page.split("\n").filter((line) => line.startsWith("|"));
  const tables = lines.filter((line) => /^[|\s-]+$/.test(line)).length;
  return lines.length - 2 * tables;
}

const escapeForRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** What stands for a value: in a template literal, and in a title of `it.each`. */
const IN_TEMPLATE = /\$\{[^}]*\}|%[sdifjoO]|\$[a-z]\w*/;
const IN_CASES = /%[sdifjoO]|\$[a-z]\w*/;

function fits(text: string, placeholder: RegExp, title: string, source: string): boolean {
  const parts = text.split(new RegExp(placeholder, "g"));
  if (parts.length === 1) return text === title;
  // A title that neither starts nor ends with words of its own would match nearly every title.
  if (![parts.at(0), parts.at(-1)].some((part = "") => /\p{L}{3}/u.test(part))) return false;
  const values = new RegExp(`^${parts.map(escapeForRegExp).join("(.+)")}$`, "su").exec(title)?.slice(1);
  return values?.every((value) => value.split("…").every((words) => source.includes(words))) ?? false;
}

/** Whether a test of this title can be in this source: written as it is, made of a template, or of a row of cases. */
export function hasTitle(source: string, title: string): boolean {
  const literals = [...source.matchAll(/"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)];
  return title
    .split(" > ")
    .every((name) =>
      literals.some(([, plain, template = ""]) =>
        plain === undefined ? fits(template, IN_TEMPLATE, name, source) : fits(plain, IN_CASES, name, source),
      ),
    );
}
