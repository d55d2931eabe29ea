import { recordEvent } from "../db/audit/events";
import {
  askToVerify,
  countDeliveries,
  type Delivery,
  deleteEventStream,
  type EventStream,
  findEventStream,
  listDeliveries,
  replayEvents,
  saveEventStream,
} from "../db/clients/event-streams";
import { sealEventAuthorization } from "../keys/event-authorization";
import { isHttpsAddress } from "../oauth/client/https-address";
import { EVENT_KINDS } from "../oauth/events/kinds";
import { isConfidential } from "./client-kinds";
import type { ManagedClient, SeenClient } from "./managed-client";
import { done, type ProblemKey, type Result, refused } from "./result";

/** How an app can be told of events: not at all, at an address of its own (RFC 8935), or when it asks (RFC 8936). */
export const DELIVERIES = ["none", "push", "poll"] as const;

/** Events of the log that a page shows. */
const SHOWN = 50;

const LONGEST_ADDRESS = 2_000;
const LONGEST_HEADER = 2_000;

/** What a developer asks for. */
export interface StreamInput {
  delivery: (typeof DELIVERIES)[number] | undefined;
  endpointUrl: string;
  /** the Authorization header to send; "": the one that is there stays, for the same origin */
  authorization: string;
  removesAuthorization: boolean;
  events: readonly string[];
}

/** How the app is told of events, and what became of the newest ones. Null: it is told of nothing. */
export async function findStream({
  clientId,
}: SeenClient): Promise<{ stream: EventStream; deliveries: Delivery[]; failed: number } | null> {
  const stream = await findEventStream(clientId);
  return stream && { stream, ...(await listDeliveries(clientId, SHOWN)) };
}

/**
 * Sets how the app is told of events. An address gets a verification event first, and all others once it has taken that
 * one. Answers whether it has to.
 */
export async function saveStream(
  { actor, client, clientId }: ManagedClient,
  input: StreamInput,
  now: Date = new Date(),
): Promise<Result<"ended" | "verifying" | "verifyingWithoutHeader" | "saved">> {
  const { delivery, endpointUrl, authorization } = input;
  const fields: Record<string, ProblemKey> = {};
  const events = EVENT_KINDS.filter((kind) => input.events.includes(kind));
  if (delivery === undefined) fields.delivery = "field_invalid";
  if (delivery === "push" && !isEventAddress(endpointUrl)) fields.endpointUrl = "logout_uri_invalid";
  if (delivery === "push" && !isHeader(authorization)) fields.authorization = "header_invalid";
  if (delivery === "poll" && !isConfidential(client)) fields.delivery = "public_client";
  if (delivery !== "none" && events.length === 0) fields.events = "events_none";
  if (delivery === undefined || Object.keys(fields).length > 0) return refused("check_fields", { fields });
  let isHeaderDropped = false;
  if (delivery === "none") await deleteEventStream(clientId);
  else {
    const header = authorization === "" ? undefined : await sealEventAuthorization(authorization);
    const authorizationJwe = input.removesAuthorization ? null : header;
    const saved = await saveEventStream(
      clientId,
      {
        delivery,
        endpointUrl: delivery === "push" ? endpointUrl : null,
        ...(authorizationJwe !== undefined && { authorizationJwe }),
        events,
      },
      now,
    );
    isHeaderDropped = saved.isHeaderDropped && delivery === "push";
  }
  await recordEvent(
    { type: "client.changed", outcome: "ok", clientId, userId: actor.userId, data: { members: ["event_stream"] } },
    actor.source,
  );
  if (delivery === "none") return done("ended");
  if ((await findEventStream(clientId))?.verifiedAt) return done("saved");
  return done(isHeaderDropped ? "verifyingWithoutHeader" : "verifying");
}

/**
 * Sends events of the log again, with the same `jti`.
 * @param eventId null: all that the app did not take
 * @returns how many wait again; `unverified`: none, as the address has not taken its verification event
 */
export async function sendAgain(
  { clientId }: ManagedClient,
  eventId: string | null,
  now: Date = new Date(),
): Promise<number | "unverified"> {
  return await replayEvents(clientId, eventId, now);
}

/** Sends the app a verification event. Null: it is told of nothing. */
export async function verifyStream(
  { clientId }: ManagedClient,
  now: Date = new Date(),
): Promise<"sent" | "waiting" | null> {
  return await askToVerify(clientId, now);
}

/** How the app is told of events, and how many of its log are in each state. Null: it is told of nothing. */
export async function findStreamStatus({
  clientId,
}: ManagedClient): Promise<{ stream: EventStream; counts: Record<Delivery["state"], number> } | null> {
  const stream = await findEventStream(clientId);
  return stream && { stream, counts: await countDeliveries(clientId) };
}

/** The newest events of the app's log, `limit` at most. Null: it is told of nothing. */
export async function listLog({ clientId }: ManagedClient, limit: number): Promise<Delivery[] | null> {
  const stream = await findEventStream(clientId);
  return stream && (await listDeliveries(clientId, limit)).deliveries;
}

// A fragment is never sent, so whoever writes one means something else.
const isEventAddress = (address: string) =>
  address.length <= LONGEST_ADDRESS && isHttpsAddress(address) && !address.includes("#");

/** @see RFC 9110 §5.5: visible characters and spaces between them */
const isHeader = (text: string) => text === "" || (text.length <= LONGEST_HEADER && /^[!-~]+( +[!-~]+)*$/.test(text));
