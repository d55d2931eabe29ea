/** A row of the table of certification modules. */
export interface CertificationRow {
  module: string;
  /** of the test, seen from the table */
  file: string;
  /** of the test; … stands for what its template puts there */
  title: string;
}

/** The rows of `e2e/protocol/README.md`. */
export function readCertificationRows(readme: string): CertificationRow[] {
  const rows = readme.matchAll(/^\| `(oidcc-[\w-]+)`[^|]*\| `([\w./-]+)` +\| (.+?) +\|$/gm);
  return [...rows].map(([, module = "", file = "", title = ""]) => ({ module, file, title }));
}

const escapeForRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** Whether a test of this title can be in this source: written as it is, or made of a template. */
export function hasTitle(source: string, title: string): boolean {
  const literals = [...source.matchAll(/"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)];
  return literals.some(([, plain, template]) => {
    if (plain !== undefined) return plain === title;
    const parts = (template ?? "").split(/\$\{[^}]*\}/);
    // A template without words of its own would fit every title.
    if (!/\p{L}{3}/u.test(parts.join(""))) return false;
    return title === parts.join("…") || new RegExp(`^${parts.map(escapeForRegExp).join(".+")}$`, "su").test(title);
  });
}
