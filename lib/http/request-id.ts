import { randomUUID } from "node:crypto";

const ids = new WeakMap<Request, string>();

/** The id of a request, the same each time it is asked for: what a person can quote and an operator can find. */
export function getRequestId(request: Request): string {
  const id = ids.get(request) ?? randomUUID();
  ids.set(request, id);
  return id;
}
