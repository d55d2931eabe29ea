import { EVENTS, type NewEvent } from "../../events/catalogue";
import type { EventKind } from "../../events/event-kind";
import { WindowCount } from "./window-count";

/** The most events of one type that one person causes in an hour by what they can repeat as often as they like. */
export const MOST_REPEATED = 100;

const WINDOW_SECONDS = 3_600;
const MAX_KEYS = 10_000;

const repeatable = new Set(
  Object.entries<EventKind>(EVENTS).flatMap(([type, { isRepeatable }]) => (isRepeatable ? [type] : [])),
);

// Next.js bundles routes apart, so a module variable would not be one per process.
const slot = Symbol.for("portico.repeated-acts");
const holder = globalThis as { [slot]?: WindowCount };

/**
 * What to log for an act: itself; where its person repeated it {@link MOST_REPEATED} times within the hour, once, that
 * no more of this type will follow from them; after that nothing. Only for the types that say so in the catalogue.
 */
export function limitRepeated<Act extends NewEvent>(act: Act, at: Date): Act | NewEvent | null {
  const { type, userId } = act;
  if (!repeatable.has(type) || !userId) return act;
  holder[slot] ??= new WindowCount(WINDOW_SECONDS, MAX_KEYS);
  const count = holder[slot].add(`${type} ${userId}`, at);
  if (count <= MOST_REPEATED) return act;
  if (count > MOST_REPEATED + 1) return null;
  return { type: "acts.unfiled", outcome: "ok", userId, data: { type, seconds: WINDOW_SECONDS } };
}
