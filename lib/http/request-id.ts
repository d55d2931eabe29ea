import { randomUUID } from "node:crypto";

/**
 * The header by which a sender may name a request, and by which every answer does. The server in front writes the chosen
 * id into it, for pages and Server Actions as well.
 */
export const REQUEST_ID_HEADER = "x-request-id";

/** What an id may be made of: enough for UUIDs and for what proxies make, and nothing that a log or a header could misread. */
const FORM = /^[\w.:=+/@-]{1,128}$/;

/** The id that a sender gave a request, or a new one if it gave none that is fit for headers and logs. */
export function chooseRequestId(given: string | string[] | null | undefined): string {
  return typeof given === "string" && FORM.test(given) ? given : randomUUID();
}

const ids = new WeakMap<Request, string>();

/** The id of a request, the same at every call. A person can quote it and an operator can find it. */
export function getRequestId(request: Request): string {
  const id = ids.get(request) ?? chooseRequestId(request.headers.get(REQUEST_ID_HEADER));
  ids.set(request, id);
  return id;
}
