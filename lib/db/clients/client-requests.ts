import { BoundedMap } from "../../bounded-map";
import { type EventType, endpointOf, kindOf, type NewEvent, refusedAt } from "../../events/catalogue";
import { deriveValue } from "../../keys/secret";
import { log } from "../../log/log.mjs";
import type { RefusalCause } from "../../oauth/refusal-causes";
import { isUuid } from "../../uuid-v7";
import { runStatement } from "../driver/database";
import { cleanText, toJson } from "../driver/json";
import { newId } from "../driver/new-id";
import { isDatabaseAway } from "../driver/outage";
import { recordset, toRecordset } from "../driver/sql";

/**
 * Requests of a client that one process keeps within a minute: that were answered, that were refused, and that anybody can
 * send who knows its `client_id`. All are counted.
 */
export const KEPT_A_MINUTE = { ok: 60, refused: 120, anybody: 120 } as const;

/** Of those that anybody can send, from one network. */
export const KEPT_A_MINUTE_OF_NETWORK = 30;
const MINUTE_MS = 60_000;

/**
 * Requests of a client that are kept, whoever noted them; a few hundred more until the next look. Those that anybody can
 * send push out none of the others.
 */
export const MOST_KEPT_OF = { proved: 4_000, anybody: 1_000 } as const;
export const MOST_KEPT = MOST_KEPT_OF.proved + MOST_KEPT_OF.anybody;

/** Steps that need no proof of who sends them. */
const TYPES_OF_ANYBODY: readonly EventType[] = [
  "authorize.asked",
  "authorize.scope_ignored",
  "authorize.refused",
  refusedAt("end-session"),
  "token.not_found",
];

/** Why those are refused who have neither the client's credentials nor a code or token of it. */
const CAUSES_OF_ANYBODY: readonly RefusalCause[] = [
  "auth_method_differs",
  "secret_wrong",
  "assertion_refused",
  "client_suspended",
  "public_client",
  "parameter_missing",
  "grant_type_unregistered",
  "code_unknown",
  "refresh_token_unknown",
];

/** After this many of a client, one process looks whether there are too many. */
const LOOK_EVERY = 250;

const WRITE_AFTER_MS = 2_000;
const BATCH_SIZE = 250;
/** Requests that wait in this process: more are counted and not kept. */
const MOST_WAITING = 5_000;
/** Clients that this process remembers. */
const MOST_CLIENTS = 10_000;

/** The longest text that is kept with a request, in characters: as long as the longest redirect URI. */
const TEXT_LIMIT = 2_000;

interface Waiting {
  at: Date;
  event: NewEvent;
  clientId: string;
  endpoint: string;
  requestId: string | null;
}

interface MinuteCount {
  minute: number;
  count: number;
}

interface Kept {
  waiting: Waiting[];
  /** client and kind -> how many within this minute */
  minutes: BoundedMap<string, MinuteCount>;
  /** client and network -> how many within this minute, of those that anybody can send */
  senders: BoundedMap<string, MinuteCount>;
  /** client -> how many since the last look */
  written: BoundedMap<string, number>;
  timer: NodeJS.Timeout | null;
  /** the last flush, which the next one waits for */
  flushed: Promise<void>;
}

// Next.js bundles instrumentation and routes apart, so a module variable would not be one per process.
const slot = Symbol.for("portico.client-requests");
const holder = globalThis as { [slot]?: Kept };

function getKept(): Kept {
  holder[slot] ??= {
    waiting: [],
    minutes: new BoundedMap(3 * MOST_CLIENTS),
    senders: new BoundedMap(MOST_CLIENTS),
    written: new BoundedMap(MOST_CLIENTS),
    timer: null,
    flushed: Promise.resolve(),
  };
  return holder[slot];
}

/**
 * Keeps a request of a client for its developers, to be written within seconds, unless the client has had too many of them
 * in this minute. An event that is no request of a client is left out. Never throws. A process that is killed loses what it
 * kept last.
 * @param how.sender the network that sent it; null: unknown
 */
export function keepRequest(
  event: NewEvent,
  requestId: string | null,
  { at = new Date(), sender = null }: { at?: Date; sender?: string | null } = {},
): void {
  const { clientId } = event;
  const endpoint = clientId ? endpointOf(event.type) : null;
  if (!clientId || endpoint === null) return;
  const kept = getKept();
  if (kept.waiting.length >= MOST_WAITING || !hasRoom(kept, event, clientId, sender, at)) return;
  kept.waiting.push({ at, event, clientId, endpoint, requestId });
  kept.timer ??= setTimeout(() => void flushRequests(), WRITE_AFTER_MS).unref();
}

function hasRoom(
  { minutes, senders }: Kept,
  event: NewEvent,
  clientId: string,
  sender: string | null,
  at: Date,
): boolean {
  const kind = isOfAnybody(event) ? "anybody" : event.outcome === "ok" ? "ok" : "refused";
  if (kind === "anybody" && sender !== null) {
    if (countInMinute(senders, `${clientId} ${sender}`, at) > KEPT_A_MINUTE_OF_NETWORK) return false;
  }
  return countInMinute(minutes, `${kind} ${clientId}`, at) <= KEPT_A_MINUTE[kind];
}

function isOfAnybody({ type, data }: NewEvent): boolean {
  const { cause }: Record<string, unknown> = data ?? {};
  return TYPES_OF_ANYBODY.includes(type) || CAUSES_OF_ANYBODY.some((each) => each === cause);
}

function countInMinute(counts: BoundedMap<string, MinuteCount>, key: string, at: Date): number {
  const minute = Math.floor(at.getTime() / MINUTE_MS);
  const known = counts.get(key);
  if (known?.minute !== minute) {
    counts.set(key, { minute, count: 1 });
    return 1;
  }
  known.count += 1;
  return known.count;
}

/**
 * What developers see in the place of a person: the same for all requests of one client, another one for each client.
 * @param userId the account's id
 */
export function markPerson(clientId: string, userId: string): string {
  return deriveValue("person-marks", `${clientId} ${userId}`).slice(0, 12);
}

/** Steps of people who allowed the app nothing, or nothing yet: it learns nothing about them, not even who comes again. */
const WITHOUT_PERSON: ReadonlySet<string> = new Set<EventType>([
  "authorize.signed_in",
  "authorize.denied",
  "authorize.refused",
]);

/** What is not for developers, or has a column of its own. */
const LEFT_OUT: ReadonlySet<string> = new Set(["cause", "grantId", "secretId", "sessionId"]);

function toRow({ at, event, clientId, endpoint, requestId }: Waiting): object {
  const { type, outcome, userId } = event;
  const data: Record<string, unknown> = event.data ?? {};
  const { cause, grantId } = data;
  const shown = Object.entries(data).flatMap(([name, value]): [string, unknown][] => {
    if (LEFT_OUT.has(name)) return [];
    return [[name, typeof value === "string" ? cleanText(value).slice(0, TEXT_LIMIT) : value]];
  });
  return {
    id: newId(at.getTime()),
    client_id: cleanText(clientId),
    created_at: at,
    type,
    endpoint,
    outcome,
    cause: typeof cause === "string" ? cause : failureOf(event),
    request_id: requestId,
    flow: typeof grantId === "string" && isUuid(grantId) ? grantId : null,
    person: userId && !WITHOUT_PERSON.has(type) ? markPerson(clientId, userId) : null,
    data: toJson(Object.fromEntries(shown)),
  };
}

/** What developers read about an event that names no cause itself. */
function failureOf({ type, outcome }: NewEvent): string | null {
  const kind = kindOf(type);
  const isProblem = outcome !== "ok" || kind?.isUnfiled === true;
  return isProblem && kind?.developers !== "cause" ? (kind?.developers ?? null) : null;
}

const COLUMNS = "id, client_id, created_at, type, endpoint, outcome, cause, request_id, flow, person, data";

// Of a client that is being deleted, nothing is kept.
const write = {
  name: "write-client-requests",
  text: `
    INSERT INTO client_requests (${COLUMNS})
    SELECT ${COLUMNS.split(", ")
      .map((name) => `r.${name}`)
      .join(", ")}
    FROM ${recordset(
      "$1",
      "r",
      "id uuid, client_id text, created_at timestamptz, type text, endpoint text, outcome text, cause text, request_id text, flow uuid, person text, data jsonb",
    )}
      JOIN clients c ON c.id = r.client_id
    ON CONFLICT (id) DO NOTHING`,
};

const listed = (texts: readonly string[]) => texts.map((text) => `'${text}'`).join(", ");
const OF_ANYBODY = `(type IN (${listed(TYPES_OF_ANYBODY)}) OR COALESCE(cause, '') IN (${listed(CAUSES_OF_ANYBODY)}))`;

// By the index, from the newest one back: what lies beyond goes.
const trimWhere = (condition: string) => `
    DELETE FROM client_requests WHERE client_id = $1 AND ${condition} AND id <= (
      SELECT id FROM client_requests WHERE client_id = $1 AND ${condition} ORDER BY id DESC OFFSET $2 LIMIT 1)`;
const trims = [
  [{ name: "trim-client-requests", text: trimWhere(`NOT ${OF_ANYBODY}`) }, MOST_KEPT_OF.proved],
  [{ name: "trim-client-requests-of-anybody", text: trimWhere(OF_ANYBODY) }, MOST_KEPT_OF.anybody],
] as const;

/**
 * Writes the requests that wait. Called every few seconds while there are any, at shutdown, and before somebody reads them.
 * Never throws.
 */
export function flushRequests(): Promise<void> {
  const kept = getKept();
  kept.flushed = kept.flushed.then(() => writeAll(kept));
  return kept.flushed;
}

async function writeAll(kept: Kept): Promise<void> {
  if (kept.timer) clearTimeout(kept.timer);
  kept.timer = null;
  while (kept.waiting.length > 0) {
    const batch = kept.waiting.splice(0, BATCH_SIZE);
    try {
      await runStatement(write, [toRecordset(batch.map(toRow))]);
      for (const clientId of findFull(kept, batch)) {
        for (const [trim, most] of trims) await runStatement(trim, [clientId, most]);
      }
    } catch (error) {
      // Nobody waits for them. An outage is logged by those who notice it first.
      if (!isDatabaseAway(error)) log.warn("Some requests could not be kept for the developers of apps", { error });
    }
  }
}

/** The clients of a batch of which enough was written to look again. */
function findFull({ written }: Kept, batch: readonly Waiting[]): string[] {
  const full = new Set<string>();
  for (const { clientId } of batch) {
    const count = (written.get(clientId) ?? 0) + 1;
    written.set(clientId, count % LOOK_EVERY);
    if (count >= LOOK_EVERY) full.add(clientId);
  }
  return [...full];
}
