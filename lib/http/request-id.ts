import { randomUUID } from "node:crypto";

const ids = new WeakMap<Request, string>();

/** The id of a request, the same at every call. A person can quote it and an operator can find it. */
export function getRequestId(request: Request): string {
  const id = ids.get(request) ?? randomUUID();
  ids.set(request, id);
  return id;
}
