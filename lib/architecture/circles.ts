/**
 * The circles of a graph: each is a group of names, sorted, of which every one leads to every other.
 * @param arrows the names that each name leads to; names that are not keys are ignored
 */
export function findCircles(arrows: ReadonlyMap<string, readonly string[]>): string[][] {
  const reached = new Map([...arrows.keys()].map((name) => [name, reach(name, arrows)]));
  const circles = new Set<string>();
  for (const [name, all] of reached) {
    if (!all.has(name)) continue;
    const circle = [...all].filter((other) => reached.get(other)?.has(name));
    circles.add(circle.toSorted().join("\n"));
  }
  return [...circles].map((circle) => circle.split("\n"));
}

/** Every name that can be reached from this one; itself only if there is a way back. */
function reach(from: string, arrows: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const waiting = [from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const next of arrows.get(name) ?? []) {
      if (!arrows.has(next) || found.has(next)) continue;
      found.add(next);
      waiting.push(next);
    }
  }
  return found;
}
