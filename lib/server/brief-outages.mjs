/** Milliseconds between two lines about one cause. */
const EVERY_MS = 1_000;

/** Causes that are remembered; there are few, unless each has something of its own. */
const MOST_CAUSES = 100;

/** The innermost reason of an error, on one line. @param {unknown} error @param {number} [depth] @returns {string} */
function reasonOf(error, depth = 0) {
  if (typeof error !== "object" || error === null) return "";
  const inner = Object.values(
    /** @type {Record<string, unknown>} */ ({ ...error, cause: "cause" in error && error.cause }),
  );
  const deeper = depth < 6 ? inner.map((each) => reasonOf(each, depth + 1)).find((text) => text !== "") : undefined;
  if (deeper) return deeper;
  const said = "message" in error ? error.message : "originalMessage" in error ? error.originalMessage : "";
  return String(said).trim().split("\n").at(-1) ?? "";
}

/**
 * While the database is away every request fails, and Next.js prints each failure with its stack. That would bury
 * whatever else the log says, so one line a second and cause stands for them.
 * @param {(...said: unknown[]) => void} print
 * @param {(error: unknown) => boolean} isOutage
 * @param {() => number} [now] milliseconds
 * @returns {(...said: unknown[]) => void} to print errors by
 */
export function printOutagesBriefly(print, isOutage, now = Date.now) {
  /** @type {Map<string, { at: number, more: number }>} */
  const told = new Map();
  return (...said) => {
    const error = said.find(isOutage);
    if (error === undefined) return print(...said);
    const about = said.filter((each) => typeof each === "string").join(" ");
    const line = `${about || "A request could not be answered:"} ${reasonOf(error) || "the database is away"}`;
    const last = told.get(line);
    if (last && now() - last.at < EVERY_MS) {
      last.more += 1;
      return;
    }
    if (told.size >= MOST_CAUSES) told.clear();
    told.set(line, { at: now(), more: 0 });
    print(last?.more ? `${line} (${last.more} more times since)` : line);
  };
}
