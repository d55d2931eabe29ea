import { isUuid } from "../../uuid-v7";

/**
 * The time of an event, which its id starts with, so that the index on times finds the event. Null for what cannot be
 * the id of one: no event is later than the year 9999, and the database reads no years of more than four digits.
 * @see RFC 9562 §5.7
 */
export function timeOfEvent(id: string): Date | null {
  if (!isUuid(id)) return null;
  const time = new Date(Number.parseInt(id.replace("-", "").slice(0, 12), 16));
  return time.getUTCFullYear() > 9999 ? null : time;
}
