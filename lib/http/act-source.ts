import type { ActSource } from "../db/audit/events";
import { getClientAddress } from "./client-address";
import { getRequestId } from "./request-id";

/** Request header by which `proxy.ts` gives pages and Server Actions the id of their request, which they cannot see. */
export const REQUEST_ID_HEADER = "x-portico-request-id";

/** Where an act came from: the request itself, or, in a Server Action, its headers. */
export function sourceOf(source: Request | Headers): ActSource {
  const requestId = source instanceof Headers ? source.get(REQUEST_ID_HEADER) : getRequestId(source);
  return { ipAddress: getClientAddress(source), requestId };
}
