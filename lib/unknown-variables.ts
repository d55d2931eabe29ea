/** Variables that a primary sets for its workers (`lib/engine/cluster.mjs`). */
const OF_WORKERS = ["PORTICO_WORKER_ROLE", "PORTICO_PAGES_SOCKET", "PORTICO_SIGNER_SOCKET", "PORTICO_WORKER_JOINS"];

/** What Kubernetes sets by itself in every container beside a service that is called `portico`. */
const OF_KUBERNETES = /^PORTICO_(?:SERVICE_(?:HOST|PORT)|PORT$|PORT_\d)/;

/** The most letters by which a misspelt name may differ from the one that was meant. */
const MOST_DIFFERENCES = 4;

/** How many letters have to be changed, added or left out to make one text the other (Levenshtein). */
function countDifferences(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (const [column, wanted] of [...other].entries()) {
      const changed = (row[column] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function findNearest(name: string, known: readonly string[]): string | null {
  let nearest: string | null = null;
  let fewest = MOST_DIFFERENCES + 1;
  for (const each of known) {
    const differences = countDifferences(name, each);
    if (differences >= fewest) continue;
    fewest = differences;
    nearest = each;
  }
  return nearest;
}

/**
 * A sentence for each variable that begins with `PORTICO_` and that this version does not know: it may be
 * misspelt, and then the default of the right name counts unnoticed. Only a warning, because a variable of another version
 * must not stop a start.
 */
export function describeUnknownVariables(
  variables: Record<string, string | undefined>,
  known: readonly string[],
): string[] {
  return Object.entries(variables)
    .filter(([name, value]) => name.startsWith("PORTICO_") && value !== undefined && value !== "")
    .map(([name]) => name)
    .filter((name) => !known.includes(name) && !OF_WORKERS.includes(name) && !OF_KUBERNETES.test(name))
    .toSorted()
    .map((name) => {
      const nearest = findNearest(name, known);
      return `This version does not know the variable ${name}, so it has no effect.${nearest ? ` Did you mean ${nearest}?` : ""}`;
    });
}
