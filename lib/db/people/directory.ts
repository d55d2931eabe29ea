import { isUuid } from "../../uuid-v7";
import { getDb } from "../driver/database";
import { Prisma } from "../generated/client";

/** Which people a list shows. */
export type PeopleState = "all" | "administrators" | "support" | "suspended";

/** Which second factor the people of a list have; `none`: neither. */
export type FactorFilter = "all" | "none" | "authenticator" | "passkey";

/** When the people of a list were last signed in somewhere, in whole days (UTC). */
export type SeenFilter = "all" | "within-30-days" | "within-90-days" | "over-90-days" | "never";

/** An account as a list shows it. */
export interface ListedUser {
  userId: string;
  email: string;
  name: string | null;
  /** of the picture that the person uploaded; null: none */
  pictureKey: string | null;
  isAdmin: boolean;
  /** may look after people, and is no administrator */
  isSupport: boolean;
  isEmailVerified: boolean;
  suspendedAt: Date | null;
  createdAt: Date;
  /** to the day, where the session is gone by now; null: never signed in */
  lastSeenAt: Date | null;
}

export interface UserFilter {
  /**
   * part of the address or name; one that is too short: how the address or a word of the name begins. Empty: everybody
   */
  query: string;
  state: PeopleState;
  factor: FactorFilter;
  seen: SeenFilter;
  /** id of the last one of the page before */
  before?: string;
  limit: number;
}

const DAY = 86_400_000;

const ofState: Record<PeopleState, Prisma.Sql> = {
  all: Prisma.sql`true`,
  administrators: Prisma.sql`u.is_admin`,
  support: Prisma.sql`u.is_support`,
  suspended: Prisma.sql`u.suspended_at IS NOT NULL`,
};

/** Values of `users.factors` in which the factor is. */
const FACTORS: Record<FactorFilter, readonly number[]> = {
  all: [0, 1, 2, 3],
  none: [0],
  authenticator: [1, 3],
  passkey: [2, 3],
};

/**
 * How many of the newest people a search looks at one by one before it asks the index. Where every fiftieth has the words or
 * more, they fill a page. The index would name all of them, and each would have to be read to find the newest.
 */
const NEWEST = 2_000;

/** People whom the index names and who are read, for each one on the page: of four, one at least has the words. */
const READ_FOR_EACH = 4;

/** What the index does not hold for itself, and is looked for where a word begins: one character, or two of ASCII. */
const SHORT = /^(.|[ -~]{2})$/u;

/** People, newest first: ids begin with the time at which they were made. Whole ids are found too. */
export async function listUsers(filter: UserFilter, now: Date): Promise<ListedUser[]> {
  const { query, before } = filter;
  // No text column can hold NUL.
  if (query.includes("\0") || (before !== undefined && !isUuid(before))) return [];
  const db = await getDb();
  return db.$queryRaw<ListedUser[]>(selectUsers(filter, now));
}

/**
 * The statement of {@link listUsers}.
 *
 * Filters of a few values alone are not left to the planner, which takes people to be spread evenly: it reads everybody where
 * all who are meant registered early. For each value, here a day or a month and factors, it reads one page from an index in
 * which they stand by id, and merges the pages. A search goes its own way for the same reason: see {@link searchIds}.
 *
 * Measured on PostgreSQL 18 with 1,000,000 accounts: see README.md, "The list of people".
 */
export function selectUsers(filter: UserFilter, now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT u.id AS "userId", u.email, u.name, u.picture_key AS "pictureKey", u.is_admin AS "isAdmin",
      u.is_support AS "isSupport", u.email_verified_at IS NOT NULL AS "isEmailVerified",
      u.suspended_at AS "suspendedAt", u.created_at AS "createdAt",
      coalesce((SELECT max(s.last_seen_at) FROM sessions s WHERE s.user_id = u.id), u.seen_on) AS "lastSeenAt"
    FROM users u WHERE ${narrow(filter, now)} ORDER BY u.id DESC LIMIT ${filter.limit}`;
}

/** The condition for a row to be on the page, or on one after it. */
function narrow({ query, state, factor, seen, before, limit }: UserFilter, now: Date): Prisma.Sql {
  const words = query.toLowerCase();
  const page = before === undefined ? Prisma.sql`true` : Prisma.sql`u.id < ${before}::uuid`;
  if (query === "" && state === "all" && (factor !== "all" || seen !== "all"))
    return Prisma.sql`u.id IN (${selectIds({ factor, seen, page, limit }, now)})`;
  const filters = Prisma.sql`${ofState[state]} AND ${havingFactor(factor)} AND ${seenIn(seen, now)}`;
  if (query === "") return Prisma.sql`${filters} AND ${page}`;
  if (isUuid(words)) return Prisma.sql`u.id = ${words}::uuid AND ${filters} AND ${page}`;
  // As an array, so that the planner reads just these people, whatever it takes their number to be.
  return Prisma.sql`u.id = ANY (ARRAY(${searchIds({ words, filters, page, limit })}))`;
}

/**
 * Ids of people with these words: among the newest people alone, if they fill the page. If not, a sample of everybody says which
 * way is shorter. Where more than half have the words, people are read from the newest on. Otherwise the index names those who
 * have the pieces of the words, and only the newest of them are read: nearly all who have the pieces have the words too. If so
 * few have that the page is not filled, all whom the index names are read.
 *
 * Left to itself, the planner would read people from the newest on where the index is meant: it takes them to be spread
 * evenly. `OFFSET 0` keeps order and page from it.
 */
function searchIds(search: { words: string; filters: Prisma.Sql; page: Prisma.Sql; limit: number }): Prisma.Sql {
  const { words, filters, page, limit } = search;
  const part = SHORT.test(words) ? ` ${words}` : words;
  const pieces = piecesOf(part);
  const mostRead = READ_FOR_EACH * limit;
  // The same pieces may stand apart from each other.
  const hasPart = Prisma.sql`strpos(search_text(u.email, u.name), ${part}::text) > 0`;
  const isMeant = Prisma.sql`${filters} AND ${page}`;
  const hasPieces = Prisma.sql`search_grams(search_text(u.email, u.name)) @> ${pieces}::text[]`;
  return Prisma.sql`
    WITH newest AS MATERIALIZED (
      SELECT u.id FROM (SELECT * FROM users u WHERE ${page} ORDER BY u.id DESC LIMIT ${NEWEST}) AS u
      WHERE ${filters} AND ${hasPart} ORDER BY u.id DESC LIMIT ${limit}),
    sample AS MATERIALIZED (
      SELECT ${pieces.length === 0}::boolean OR count(*) FILTER (WHERE ${isMeant} AND ${hasPart}) * 2 > count(*) AS is_common
      FROM users u TABLESAMPLE SYSTEM (1) WHERE (SELECT count(*) FROM newest) < ${limit}),
    walked AS MATERIALIZED (
      SELECT u.id FROM users u
      WHERE (SELECT count(*) FROM newest) < ${limit} AND (SELECT is_common FROM sample) AND ${isMeant} AND ${hasPart}
      ORDER BY u.id DESC LIMIT ${limit}),
    named AS MATERIALIZED (
      SELECT u.id FROM (
        SELECT u.id FROM users u
        WHERE (SELECT count(*) FROM newest) < ${limit} AND NOT (SELECT is_common FROM sample) AND ${filters} AND ${hasPieces}
        OFFSET 0) AS u
      WHERE ${page} ORDER BY u.id DESC LIMIT ${mostRead}),
    found AS MATERIALIZED (
      SELECT u.id FROM named JOIN users u ON u.id = named.id WHERE ${hasPart} ORDER BY u.id DESC LIMIT ${limit})
    SELECT id FROM newest UNION ALL SELECT id FROM walked UNION ALL SELECT id FROM found
    UNION ALL
    (SELECT u.id FROM (
      SELECT u.id FROM users u
      WHERE (SELECT count(*) FROM found) < ${limit} AND (SELECT count(*) FROM named) = ${mostRead}
        AND ${filters} AND ${hasPieces} AND ${hasPart}
      OFFSET 0) AS u
    WHERE ${page} ORDER BY u.id DESC LIMIT ${limit})`;
}

function selectIds(
  { factor, seen, page, limit }: Pick<UserFilter, "factor" | "seen" | "limit"> & { page: Prisma.Sql },
  now: Date,
): Prisma.Sql {
  const factors = Prisma.sql`unnest(${FACTORS[factor]}::smallint[]) AS wanted(factors)`;
  /** @param times what else the pages are of, besides factors @param ofTime says that a person is of that page */
  const pages = (times: Prisma.Sql, ofTime: Prisma.Sql) => Prisma.sql`
    SELECT p.id FROM ${factors} ${times} CROSS JOIN LATERAL (
      SELECT u.id FROM users u WHERE u.factors = wanted.factors AND ${ofTime} AND ${page}
      ORDER BY u.id DESC LIMIT ${limit}) AS p`;
  const newest = (...all: Prisma.Sql[]) =>
    Prisma.sql`${Prisma.join(all, " UNION ALL ")} ORDER BY id DESC LIMIT ${limit}`;
  if (seen === "all") return newest(pages(Prisma.empty, Prisma.sql`true`));
  if (seen === "never") return newest(pages(Prisma.empty, Prisma.sql`u.seen_on IS NULL`));
  const { from, to } = daysOf(seen, now);
  const ofDays = (first: Prisma.Sql) =>
    pages(
      Prisma.sql`CROSS JOIN generate_series(${first}, ${to}::date, '1 day') AS day(day)`,
      Prisma.sql`u.seen_on = day.day::date`,
    );
  if (from !== null) return newest(ofDays(Prisma.sql`${from}::date`));
  // A page of each day since there is a portal would be thousands of pages.
  const months = Prisma.sql`generate_series((SELECT month_of(min(seen_on)) FROM users), month_of(${to}::date) - 1)`;
  return newest(
    pages(Prisma.sql`CROSS JOIN ${months} AS month(month)`, Prisma.sql`month_of(u.seen_on) = month.month`),
    ofDays(Prisma.sql`date_trunc('month', ${to}::date)`),
  );
}

function havingFactor(factor: FactorFilter): Prisma.Sql {
  return factor === "all" ? Prisma.sql`true` : Prisma.sql`u.factors = ANY(${FACTORS[factor]}::smallint[])`;
}

function seenIn(seen: SeenFilter, now: Date): Prisma.Sql {
  if (seen === "all") return Prisma.sql`true`;
  if (seen === "never") return Prisma.sql`u.seen_on IS NULL`;
  const { from, to } = daysOf(seen, now);
  const isAfter = from === null ? Prisma.sql`true` : Prisma.sql`u.seen_on >= ${from}::date`;
  return Prisma.sql`${isAfter} AND u.seen_on <= ${to}::date`;
}

/** The days that a filter means, the first and the last one included. `from` null: since there is a portal */
function daysOf(seen: Exclude<SeenFilter, "all" | "never">, now: Date): { from: string | null; to: string } {
  const daysAgo = (days: number) => toDay(new Date(now.getTime() - days * DAY));
  if (seen === "over-90-days") return { from: null, to: daysAgo(91) };
  return { from: daysAgo(seen === "within-30-days" ? 30 : 90), to: toDay(now) };
}

/**
 * Pieces of a text that `users_search` holds: its beginning, middle and end. All of them would overlap, and make the
 * planner believe that hardly anybody has them, also where every fifth person does.
 */
function piecesOf(part: string): string[] {
  const characters = [...part];
  if (characters.length < 3) return /[^ -~]/.test(part) ? [part] : [];
  const end = characters.length - 3;
  const starts = new Set([0, Math.floor(end / 2), end]);
  return [...starts].map((at) => characters.slice(at, at + 3).join(""));
}

/** The day of a time, in UTC. */
export function toDay(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/**
 * Notes the day on which a person was last seen. A statement of its own, which writes once a day: within a transaction
 * about a session it would wait for others that lock the person first.
 */
export async function noteSeen(userId: string, now: Date): Promise<void> {
  const db = await getDb();
  const day = toDay(now);
  await db.$executeRaw`
    UPDATE users SET seen_on = ${day}::date WHERE id = ${userId}::uuid AND seen_on IS DISTINCT FROM ${day}::date`;
}
