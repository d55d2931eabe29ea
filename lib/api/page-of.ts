/** Items in one answer, unless `limit` says otherwise. */
export const defaultLimit = 50;
export const maxLimit = 100;

/** One page of a list. */
export interface Page<Item> {
  items: Item[];
  /** address of the next page, null on the last; also in the `Link` header. @see RFC 8288 §3 */
  next: string | null;
  headers: Record<string, string>;
}

/**
 * The part of a list that a request asks for by `limit` (1 to 100) and `after` (the id of the last item that it has).
 * Answers a sentence instead when they make no sense.
 */
export function pageOf<Item>(
  request: Request,
  all: readonly Item[],
  idOf: (item: Item) => string,
  listUrl: string,
): Page<Item> | string {
  const { searchParams } = new URL(request.url);
  const wanted = searchParams.get("limit") ?? String(defaultLimit);
  const limit = Number(wanted);
  if (!/^\d+$/.test(wanted) || limit < 1 || limit > maxLimit) return `limit must be a number from 1 to ${maxLimit}.`;
  const after = searchParams.get("after");
  const position = after === null ? -1 : all.findIndex((item) => idOf(item) === after);
  if (after !== null && position === -1) return "after must be an id from an earlier page of this list.";
  const items = all.slice(position + 1, position + 1 + limit);
  const last = items.at(-1);
  if (!last || position + 1 + limit >= all.length) return { items, next: null, headers: {} };
  const next = `${listUrl}?${new URLSearchParams({ limit: String(limit), after: idOf(last) })}`;
  return { items, next, headers: { link: `<${next}>; rel="next"` } };
}
