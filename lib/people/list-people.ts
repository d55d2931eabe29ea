import { type Actor, findSupport } from "../auth/actor";
import { decodeEmail } from "../auth/readable-host";
import {
  type FactorFilter,
  type ListedUser,
  listUsers,
  type PeopleState,
  type SeenFilter,
} from "../db/people/directory";

/** Which people a list can show. */
export const PEOPLE_STATES = [
  "all",
  "administrators",
  "support",
  "suspended",
] as const satisfies readonly PeopleState[];

/** Which second factor, and when they were last signed in. */
export const FACTOR_FILTERS = ["all", "none", "authenticator", "passkey"] as const satisfies readonly FactorFilter[];
export const SEEN_FILTERS = [
  "all",
  "within-30-days",
  "within-90-days",
  "over-90-days",
  "never",
] as const satisfies readonly SeenFilter[];

/** Characters of a search: more than any address has. */
const QUERY_LIMIT = 320;

export interface PeopleFilter {
  /** part of the address or name, or an id */
  query?: string;
  state?: PeopleState;
  factor?: FactorFilter;
  seen?: SeenFilter;
  /** id of the last person of the page before */
  after?: string;
  /** how many at most */
  limit: number;
}

/** A page of people, newest first; null for those who may not see them. */
export async function listPeople(
  actor: Actor,
  { query = "", state = "all", factor = "all", seen = "all", after, limit }: PeopleFilter,
  now: Date = new Date(),
): Promise<{ people: ListedUser[]; hasMore: boolean } | null> {
  if (!(await findSupport(actor))) return null;
  const filter = { query: query.trim().slice(0, QUERY_LIMIT), state, factor, seen, before: after };
  const rows = await listUsers({ ...filter, limit: limit + 1 }, now);
  const people = rows.slice(0, limit).map((user) => ({ ...user, email: decodeEmail(user.email) }));
  return { people, hasMore: rows.length > limit };
}
