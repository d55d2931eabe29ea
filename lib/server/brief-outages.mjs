/** @typedef {import("../log/log.mjs").Write} Write */

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
 * @param {Write} write
 * @param {(error: unknown) => boolean} isOutage
 * @param {() => number} [now] milliseconds
 * @returns {Write}
 */
export function writeOutagesBriefly(write, isOutage, now = Date.now) {
  /** @type {Map<string, { at: number, more: number }>} */
  const told = new Map();
  return (level, message, { error, ...details }) => {
    if (error === undefined) return write(level, message, details);
    if (!isOutage(error)) return write(level, message, { error, ...details });
    const line = `${message.replace(/:$/, "")}: ${reasonOf(error) || "the database is away"}`;
    const last = told.get(line);
    if (last && now() - last.at < EVERY_MS) {
      last.more += 1;
      return;
    }
    if (told.size >= MOST_CAUSES) told.clear();
    told.set(line, { at: now(), more: 0 });
    write(level, last?.more ? `${line} (${last.more} more times since)` : line, {});
  };
}
