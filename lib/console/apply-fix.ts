import { linesOf } from "../forms/fields";

/**
 * The addresses of a field after a person chose a fix without JavaScript; null if they pressed no such button.
 * @param typed one address a line
 * @param fix what the button says: `<line> <address>`
 */
export function applyFix(typed: string, fix: string): string | null {
  const chosen = /^(\d+) (\S+)$/.exec(fix);
  if (!chosen) return null;
  const lines = linesOf(typed);
  lines[Number(chosen[1])] = chosen[2] ?? "";
  return lines.join("\n");
}
