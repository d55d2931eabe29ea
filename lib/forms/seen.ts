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
