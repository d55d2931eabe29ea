import type { ListPage } from "../db/people/directory-search";
import { ScimError, scimResponse } from "../http/scim-error";
import { MAX_RESULTS } from "./discovery";
import { type Filter, parseFilter } from "./filter";
import { type Projection, readProjection } from "./projection";
import { memberOf, readBody, requireSchema } from "./read-body";

const LIST_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const SEARCH_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/** Resources of an answer where nothing is said. */
const DEFAULT_RESULTS = 100;

/** How far a list can be read by its places. */
const MAX_OFFSET = 10_000_000;

/** What a list is asked for. @see RFC 7644 §3.4.2 */
export interface ListRequest {
  /** null: everything */
  filter: Filter | null;
  page: ListPage;
  projection: Projection;
}

/** Reads what the query asks for. @throws {ScimError} */
export function readListQuery({ searchParams }: URL): ListRequest {
  const get = (name: string) => searchParams.get(name) ?? undefined;
  return toListRequest(get);
}

/** The same of a search by POST. @throws {ScimError} @see RFC 7644 §3.4.3 */
export async function readSearch(request: Request): Promise<ListRequest> {
  const body = await readBody(request);
  requireSchema(body, SEARCH_SCHEMA);
  return toListRequest((name) => memberOf(body, name));
}

function toListRequest(get: (name: string) => unknown): ListRequest {
  const filter = get("filter");
  if (filter !== undefined && typeof filter !== "string")
    throw new ScimError(400, "filter must be a text.", "invalidFilter");
  // RFC 7644 §3.4.2.4: less than 1 is 1, and a negative count is 0.
  const start = Math.max(1, readNumber("startIndex", get("startIndex")) ?? 1);
  const count = Math.max(0, readNumber("count", get("count")) ?? DEFAULT_RESULTS);
  return {
    filter: filter === undefined || filter.trim() === "" ? null : parseFilter(filter),
    page: { offset: Math.min(start - 1, MAX_OFFSET), limit: Math.min(count, MAX_RESULTS) },
    projection: readProjection(get("attributes"), get("excludedAttributes")),
  };
}

function readNumber(name: string, sent: unknown): number | undefined {
  if (sent === undefined || sent === null || sent === "") return undefined;
  const number = typeof sent === "string" && /^-?\d{1,12}$/.test(sent) ? Number(sent) : sent;
  if (typeof number !== "number" || !Number.isSafeInteger(number))
    throw new ScimError(400, `${name} must be a whole number.`, "invalidValue");
  return number;
}

/** @see RFC 7644 §3.4.2 (ListResponse) */
export function answerList(
  resources: readonly object[],
  { total, offset }: { total: number; offset: number },
): Response {
  return scimResponse({
    schemas: [LIST_SCHEMA],
    totalResults: total,
    startIndex: offset + 1,
    itemsPerPage: resources.length,
    Resources: resources,
  });
}
