import type { ActSource } from "../db/audit/events";
import { getClientAddress } from "./client-address";
import { getRequestId, REQUEST_ID_HEADER } from "./request-id";

/** Where an act came from: the request itself, or, in a Server Action, its headers. */
export function sourceOf(source: Request | Headers): ActSource {
  const requestId = source instanceof Headers ? source.get(REQUEST_ID_HEADER) : getRequestId(source);
  return { ipAddress: getClientAddress(source), requestId };
}
