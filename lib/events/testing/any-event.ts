import type { NewEvent } from "../catalogue";

interface LooseEvent {
  type: string;
  outcome: NewEvent["outcome"];
  clientId?: string | null;
  userId?: string | null;
  createdAt?: Date;
  data?: Record<string, unknown>;
}

/**
 * An event that the catalogue does not have, or not with this data, for tests of how the log stores and shows any
 * event, such as rows of older versions. Product code cannot create one.
 */
export function anyEvent(event: LooseEvent): NewEvent & { createdAt?: Date } {
  return event as NewEvent;
}
