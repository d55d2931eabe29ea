import { createHash } from "node:crypto";

/**
 * A name for the values that a form was filled with. The page sends it along with them, so that whoever saves over a
 * change that they have not seen is told. Equal values have the same name.
 */
export function nameSeen(values: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(values)).digest("base64url").slice(0, 22);
}

/** The same for a single value; null: there is none. */
export function nameSeenValue(value: unknown): string {
  return nameSeen([value]);
}

/**
 * Whether a form may save over what is stored now, all of them named by {@link nameSeen}: it showed that, or it saves just that.
 * The latter is so for whoever presses a button twice, whose second press finds what the first one saved.
 * @param form `seen`: what it showed; null: it showed nothing. `saved`: what it saves
 */
export function maySaveOver(stored: string, { seen, saved }: { seen: string | null; saved: string }): boolean {
  return seen === null || stored === seen || stored === saved;
}
