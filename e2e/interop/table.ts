import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Observed } from "./observe";

const file = path.join(import.meta.dirname, "README.md");
const begin = "<!-- written by npm run interop -->";
const end = "<!-- end -->";
const columns = ["library", "version", "language", "PKCE", "nonce", "authenticates by", "claims from", "result"];

export interface Row extends Observed {
  library: string;
  version: string;
  language: string;
  result: string;
}

function cellsOf(row: Row): string[] {
  const { library, version, language, pkce, nonce, authMethod, claimsFrom, result } = row;
  return [library, version, language, pkce, nonce, authMethod, claimsFrom, result];
}

/** Writes a row into the README, in place of that of the same library; others stay as an earlier run left them. */
export async function writeRow(row: Row): Promise<void> {
  const text = await readFile(file, "utf8");
  const [before = "", rest = ""] = text.split(begin);
  const [table = "", after = ""] = rest.split(end);
  const known = new Map(
    table
      .split("\n")
      .filter((line) => line.startsWith("| ") && !line.startsWith("| library") && !line.startsWith("| --"))
      .map((line) =>
        line
          .slice(2, -2)
          .split(" | ")
          .map((cell) => cell.trim()),
      )
      .map((cells) => [cells[0] ?? "", cells]),
  );
  const { library } = row;
  known.set(library, cellsOf(row));
  const sorted = [...known.values()].sort((one, other) => (one[0] ?? "").localeCompare(other[0] ?? "", "en"));
  const widths = columns.map((_, index) => Math.max(...[columns, ...sorted].map((cells) => cells[index]?.length ?? 0)));
  const rule = widths.map((width) => "-".repeat(width));
  const lines = [columns, rule, ...sorted].map((cells) => {
    return `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  });
  await writeFile(file, `${before}${begin}\n\n${lines.join("\n")}\n\n${end}${after}`);
}
