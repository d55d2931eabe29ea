import { z } from "zod";
import { type Actor, findAdministrator } from "../auth/actor";
import { decodeEmail } from "../auth/readable-host";
import { recordEvent } from "../db/audit/events";
import type { AuditEvent } from "../db/audit/list-events";
import { type EventSearch, searchEvents } from "../db/audit/search-events";
import { type NewestReport, verifyNewest } from "../db/audit/verification";
import { findClientNames } from "../db/people/consents";
import { listDirectoryNames } from "../db/people/directories";
import { isMailAddress, normalizeEmail } from "../db/people/mail-address";
import { findUserByEmail, listEmails } from "../db/people/users";
import { getEnv } from "../env";
import { EVENTS, kindOf, refusedAt } from "../events/catalogue";
import { listEndpoints } from "../oauth/feature";
import { FEATURES } from "../oauth/features";

/** Events on one page. */
export const AUDIT_PAGE_SIZE = 50;

/** Events that one download holds. */
export const MOST_EXPORTED = 100_000;

/** What the address of the page says: texts as they were typed; empty ones say nothing. */
export const auditFilterSchema = z.object({
  /** a type of the catalogue, or of an endpoint's refusals */
  event: z.string().trim().max(100).catch("").default(""),
  /** an address, or the id of an account */
  person: z.string().trim().max(320).catch("").default(""),
  /** client id */
  app: z.string().trim().max(200).catch("").default(""),
  /** days, in UTC */
  from: z.iso.date().catch("").default(""),
  to: z.iso.date().catch("").default(""),
  address: z.string().trim().max(60).catch("").default(""),
  /** id of the last event of the page before */
  before: z.string().trim().max(40).catch("").default(""),
});

export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** Every type that the log can hold: those of the catalogue, former ones, and the refusals of each endpoint. */
export function listEventTypes(): string[] {
  const ofEndpoints = listEndpoints(FEATURES).map(({ name }): string => refusedAt(name));
  const filed = Object.keys(EVENTS).filter((type) => kindOf(type)?.isUnfiled !== true);
  return [...new Set([...filed, ...ofEndpoints])];
}

/** An event with the names of those whom it is about. */
export interface ShownEvent extends AuditEvent {
  /** as people read it; null: nobody, or an account that is gone */
  email: string | null;
  /** the administrator who did it */
  byEmail: string | null;
  /** the company's directory that did it; null: none, or one that is gone */
  byDirectory: string | null;
  appName: string | null;
}

export interface AuditPage {
  events: ShownEvent[];
  next: { before: string; at: Date } | null;
  /** the filter names an address without an account */
  isUnknownPerson: boolean;
}

const DAY_MS = 86_400_000;
const NOBODY = "00000000-0000-0000-0000-000000000000";

/** A page of the audit log, newest first; null for those who may not see it. */
export async function listAuditEvents(actor: Actor, filter: AuditFilter): Promise<AuditPage | null> {
  if (!(await findAdministrator(actor))) return null;
  const search = await toSearch(filter);
  const { events, next } = await searchEvents({ ...search, limit: AUDIT_PAGE_SIZE });
  return { events: await withNames(events), next, isUnknownPerson: search.userId === NOBODY };
}

/** Whether the newest part of the log is as it was written; null for those who may not know. */
export async function checkNewestEvents(actor: Actor, now: Date): Promise<NewestReport | null> {
  if (!(await findAdministrator(actor))) return null;
  return verifyNewest({ now, retentionDays: getEnv().auditRetentionDays });
}

/** Events read at a time for a download, and how often that is done at most. */
const EXPORT_STEP = 500;
const MOST_STEPS = 400;

/**
 * The events that a filter shows, newest first, a line of JSON for each, read as they are taken. Null for those who may not
 * see them. The download is itself an event.
 * @param most how many at most
 */
export async function exportAuditEvents(
  actor: Actor,
  filter: AuditFilter,
  most = MOST_EXPORTED,
): Promise<AsyncGenerator<string> | null> {
  const known = await findAdministrator(actor);
  if (!known) return null;
  const search = await toSearch(filter);
  // The person by their id: the log holds no addresses of people, because it keeps what it holds.
  const asked = Object.entries({ ...filter, person: search.userId ?? "" });
  const said = Object.fromEntries(asked.filter(([name, text]) => text !== "" && name !== "before"));
  const data = { by: known.userId, filter: said, most };
  await recordEvent({ type: "audit.exported", outcome: "ok", data }, known.source);
  return readLines(search, most);
}

async function* readLines(search: Omit<EventSearch, "limit">, most: number): AsyncGenerator<string> {
  let { before } = search;
  let left = most;
  for (let step = 0; step < MOST_STEPS && left > 0; step += 1) {
    const page = { ...search, ...(before !== undefined && { before }), limit: Math.min(EXPORT_STEP, left) };
    const { events, next } = await searchEvents(page);
    left -= events.length;
    if (events.length > 0) yield events.map((event) => `${JSON.stringify(toDocument(event))}\n`).join("");
    if (!next) return;
    before = next.before;
  }
}

function toDocument(event: AuditEvent): Record<string, unknown> {
  return {
    id: event.id,
    at: event.createdAt.toISOString(),
    type: event.type,
    outcome: event.outcome,
    user_id: event.userId,
    client_id: event.clientId,
    request_id: event.requestId,
    ip_address: event.ipAddress,
    data: event.data,
  };
}

async function toSearch(filter: AuditFilter): Promise<Omit<EventSearch, "limit">> {
  const { event, person, app, from, to, address, before } = filter;
  return {
    ...(event && { type: event }),
    ...(person && { userId: await findUserId(person) }),
    ...(app && { clientId: app }),
    ...(address && { ipAddress: address }),
    ...(from && { from: new Date(`${from}T00:00:00Z`) }),
    ...(to && { to: new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS) }),
    ...(before && { before }),
  };
}

/** An id stands for itself: the log keeps those of accounts that are gone. */
async function findUserId(person: string): Promise<string> {
  if (z.guid().safeParse(person).success) return person.toLowerCase();
  const user = isMailAddress(normalizeEmail(person)) ? await findUserByEmail(person) : null;
  return user?.userId ?? NOBODY;
}

async function withNames(events: AuditEvent[]): Promise<ShownEvent[]> {
  const byOf = ({ data }: AuditEvent) =>
    typeof data.by === "string" && z.guid().safeParse(data.by).success ? data.by : null;
  const directoryOf = ({ data }: AuditEvent) =>
    typeof data.directoryId === "string" && z.guid().safeParse(data.directoryId).success ? data.directoryId : null;
  const userIds = events.flatMap((event) => [event.userId, byOf(event)]).filter((id) => id !== null);
  const clientIds = events.flatMap(({ clientId }) => clientId ?? []);
  const directoryIds = events.map(directoryOf).filter((id) => id !== null);
  const [emails, names, directories] = await Promise.all([
    listEmails([...new Set(userIds)]),
    findClientNames([...new Set(clientIds)]),
    listDirectoryNames([...new Set(directoryIds)]),
  ]);
  const emailOf = (id: string | null) => {
    const email = id === null ? undefined : emails.get(id);
    return email === undefined ? null : decodeEmail(email);
  };
  return events.map((event) => ({
    ...event,
    email: emailOf(event.userId),
    byEmail: emailOf(byOf(event)),
    byDirectory: directories.get(directoryOf(event) ?? "") ?? null,
    appName: event.clientId === null ? null : (names.get(event.clientId) ?? null),
  }));
}
