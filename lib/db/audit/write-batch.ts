import { type EventType, kindOf, type NewEvent } from "../../events/catalogue";
import { isUuid } from "../../uuid-v7";
import { runStatement } from "../driver/database";
import { cleanText, toJson } from "../driver/json";
import { recordset, toRecordset } from "../driver/sql";
import { type AuditLink, breakChain, confirmLink, makeLink, type StoredEvent } from "./chain";

/** Events without a row: at most they say that a credential was used, which becomes its `lastUsedAt`. */
const isUnfiled = (type: EventType) => kindOf(type)?.isUnfiled === true;

/** An event of the catalogue that waits to be written. */
export interface QueuedEvent extends Pick<NewEvent, "outcome" | "clientId" | "userId"> {
  id: string;
  createdAt: Date;
  type: EventType;
  requestId?: string | null | undefined;
  ipAddress?: string | null | undefined;
  data?: Record<string, unknown>;
}

const asUuid = (value: unknown) => (typeof value === "string" && isUuid(value) ? value : null);

const clean = (text: string | null | undefined) => (typeof text === "string" ? cleanText(text) : null);

const toRecord = (event: StoredEvent) => ({
  id: event.id,
  created_at: event.createdAt,
  type: event.type,
  outcome: event.outcome,
  user_id: event.userId,
  client_id: event.clientId,
  request_id: event.requestId,
  ip_address: event.ipAddress,
  data: event.data,
});

const toLinkRecord = (link: AuditLink) => ({
  id: link.id,
  chain_id: link.chainId,
  position: link.position,
  previous_id: link.previousId,
  previous_seal: link.previousSeal,
  previous_at: link.previousAt,
  event_ids: link.eventIds,
  content_hash: link.contentHash,
  seal: link.seal,
  created_at: link.createdAt,
});

/** The longest text in an event's data, in characters: as long as the longest address that can be registered. */
const TEXT_LIMIT = 2_000;

/** Cuts long texts, so that nobody can fill the disk by sending 64 KiB with each request. */
function shorten(data: Record<string, unknown>): Record<string, unknown> {
  const isLong = (value: unknown): value is string => typeof value === "string" && value.length > TEXT_LIMIT;
  if (!Object.values(data).some(isLong)) return data;
  const short = (value: unknown) => (isLong(value) ? `${value.slice(0, TEXT_LIMIT)}…` : value);
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, short(value)]));
}

/** Events hold texts from strangers. One bad text must not stop the others. */
function toStored(event: QueuedEvent): StoredEvent {
  return {
    id: event.id,
    createdAt: event.createdAt,
    type: event.type,
    outcome: event.outcome,
    userId: asUuid(event.userId),
    clientId: clean(event.clientId),
    requestId: clean(event.requestId),
    ipAddress: clean(event.ipAddress),
    data: toJson(shorten(event.data ?? {})),
  };
}

/**
 * The newest use of each thing.
 * @param names columns that name a thing
 * @param toValues their values in an event; if one is not a string, nothing was used
 */
function latest(events: QueuedEvent[], names: string[], toValues: (event: QueuedEvent) => unknown[]): object[] {
  const found = new Map<string, { values: unknown[]; usedAt: Date }>();
  for (const event of events) {
    const values = event.outcome === "ok" ? toValues(event) : [];
    if (values.length === 0 || values.some((value) => typeof value !== "string")) continue;
    const key = values.join("\0");
    const seen = found.get(key);
    if (!seen || seen.usedAt < event.createdAt) found.set(key, { values, usedAt: event.createdAt });
  }
  return [...found.values()].map(({ values, usedAt }) => {
    const members = names.map((name, index) => [name, values[index]]);
    return { ...Object.fromEntries(members), used_at: usedAt };
  });
}

/**
 * A step that records when rows were last used, at most once a minute per row. It skips a row that somebody else is
 * writing until the next use, because it must neither wait nor make anybody wait.
 */
function noteUses(table: string, parameter: string, key: Record<string, string>): string {
  const types = Object.entries({ ...key, used_at: "timestamptz" }).map((each) => each.join(" "));
  const matches = Object.keys(key).map((name) => `t.${name} = u.${name}`);
  return `
    UPDATE ${table} t SET last_used_at = used.used_at
    FROM (
      SELECT t.id, u.used_at FROM ${table} t
        JOIN ${recordset(parameter, "u", types.join(", "))} ON ${matches.join(" AND ")}
      WHERE t.last_used_at IS NULL OR t.last_used_at <= u.used_at - interval '1 minute'
      ORDER BY t.id FOR UPDATE OF t SKIP LOCKED
    ) used
    WHERE t.id = used.id`;
}

const COLUMNS = `id, created_at, type, outcome, user_id, client_id, request_id, ip_address, data`;

const LINK_COLUMNS = `id, chain_id, position, previous_id, previous_seal, previous_at, event_ids, content_hash, seal, created_at`;

const write = {
  name: "write-audit-events",
  text: `
    WITH secrets AS (${noteUses("client_secrets", "$2", { id: "uuid" })}
    ), uris AS (${noteUses("redirect_uris", "$3", { client_id: "text", uri: "text" })}
    ), remembered AS (${noteUses("consents", "$4", { user_id: "uuid", client_id: "text" })}
    ), link AS (
      INSERT INTO audit_batches (${LINK_COLUMNS})
      SELECT ${LINK_COLUMNS} FROM json_to_recordset($5::text::json)
        AS t(id uuid, chain_id uuid, position int, previous_id uuid, previous_seal text, previous_at timestamptz,
          event_ids uuid[], content_hash text, seal text, created_at timestamptz))
    INSERT INTO audit_events (${COLUMNS})
    SELECT ${COLUMNS} FROM json_to_recordset($1::text::json)
      AS t(id uuid, created_at timestamptz, type text, outcome text, user_id uuid, client_id text, request_id text,
        ip_address text, data jsonb)
    ON CONFLICT (id) DO NOTHING`,
};

/**
 * Writes acts and events with the link that seals them, all or nothing. Acts are not uses of credentials, so they
 * update no `lastUsedAt`.
 */
export async function writeBatch(acts: QueuedEvent[], events: QueuedEvent[]): Promise<void> {
  const stored = [...acts, ...events.filter((event) => !isUnfiled(event.type))].map(toStored);
  const link = stored.length > 0 ? await makeLink(stored, new Date()) : null;
  try {
    await runStatement(write, [
      toRecordset(stored.map(toRecord)),
      toRecordset(latest(events, ["id"], ({ data }) => [asUuid(data?.secretId)])),
      toRecordset(latest(events, ["client_id", "uri"], ({ data, clientId }) => [clientId, data?.redirectUri])),
      toRecordset(latest(events, ["user_id", "client_id"], ({ userId, clientId }) => [asUuid(userId), clientId])),
      toRecordset(link ? [toLinkRecord(link)] : []),
    ]);
  } catch (error) {
    breakChain();
    throw error;
  }
  if (link) confirmLink(link);
}
