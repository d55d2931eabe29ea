/** Items in one answer, unless `limit` says otherwise. */
export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 100;

/** One page of a list. */
export interface Page<Item> {
  items: Item[];
  /** address of the next page, null on the last; also in the `Link` header. @see RFC 8288 §3 */
  next: string | null;
  headers: Record<string, string>;
}

/**
 * The part of a list that a request asks for with `limit` (1 to 100) and `after` (the id of the last item that it has).
 * Answers a sentence instead if they are invalid.
 */
export function pageOf<Item>(
  request: Request,
  all: readonly Item[],
  idOf: (item: Item) => string,
  listUrl: string,
): Page<Item> | string {
  const { searchParams } = new URL(request.url);
  const limit = limitOf(searchParams);
  if (typeof limit === "string") return limit;
  const after = searchParams.get("after");
  const position = after === null ? -1 : all.findIndex((item) => idOf(item) === after);
  if (after !== null && position === -1) return "after must be an id from an earlier page of this list.";
  const items = all.slice(position + 1, position + 1 + limit);
  const last = items.at(-1);
  if (!last || position + 1 + limit >= all.length) return { items, next: null, headers: {} };
  return toPage(items, `${listUrl}?${new URLSearchParams({ limit: String(limit), after: idOf(last) })}`);
}

/** How many items a request asks for, or a sentence where that makes no sense. */
export function limitOf(query: URLSearchParams): number | string {
  const wanted = query.get("limit") ?? String(DEFAULT_LIMIT);
  const limit = Number(wanted);
  const isRight = /^\d+$/.test(wanted) && limit >= 1 && limit <= MAX_LIMIT;
  return isRight ? limit : `limit must be a number from 1 to ${MAX_LIMIT}.`;
}

/** A page and the address of the next one; null: it is the last. */
export function toPage<Item>(items: Item[], next: string | null): Page<Item> {
  return { items, next, headers: next === null ? {} : { link: `<${next}>; rel="next"` } };
}
