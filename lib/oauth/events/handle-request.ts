import { isUuid } from "../../uuid-v7";
import { authenticateClient } from "../client/authentication";
import type { OAuthContext } from "../context";
import { OAuthError, onBehalfOf } from "../errors";
import type { Client } from "../model";
import { readJsonBody } from "../wire/json-body";
import { jsonResponse } from "../wire/json-response";
import { parseParams } from "../wire/params";
import type { EventAnswer, SecurityEvent } from "./event-store";
import { createSecurityEventToken } from "./security-event-token";

/** The most tokens of one answer, whatever a client asks for. */
export const MOST_EVENTS = 100;

/** The most events that a client can acknowledge, or refuse, in one request. */
const MOST_ANSWERS = 1_000;

/** Tokens of one answer that are signed at the same time. */
const SIGNED_AT_ONCE = 10;

/** For how long a request waits for something to tell, in milliseconds; less than a process has to end. */
const LONG_POLL_MS = 5_000;

/** The most of what a client says about an event that it cannot take, in characters. */
const LONGEST_ERROR = 300;

/** By which a client authenticates where the body is no form. @see RFC 6749 §2.3.1, RFC 7521 §4.2 */
const CREDENTIALS = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];

/**
 * The endpoint from which a client fetches the events that it is told of, and where it acknowledges them. It authenticates
 * as at the token endpoint: by the Authorization header, or by the same members in the body. Without acknowledgement an
 * event comes again.
 * @see RFC 8936 §2
 */
export async function handleEventsRequest(request: Request, context: OAuthContext): Promise<Response> {
  const body = await readJsonBody(request, "invalid_request");
  const { client, secretId } = await authenticateClient(request, readCredentials(body), context);
  return await onBehalfOf(client.clientId, async () => {
    // RFC 8936 §3: whoever fetches events must be authenticated.
    if (client.tokenEndpointAuthMethod === "none") {
      throw new OAuthError("invalid_client", "Client authentication failed", { cause: "public_client" });
    }
    const asked = readPoll(body);
    const data = secretId === null ? {} : { secretId };
    context.record({ type: "events.polled", outcome: "ok", clientId: client.clientId, data }, request);
    if (asked.answers.length > 0) await context.events.settle(client.clientId, asked.answers, context.now());
    const { events, isMore } = await listWaiting(client.clientId, asked, context);
    const sets = await signAll(events, client, context);
    return jsonResponse({ sets, ...(isMore && { moreAvailable: true }) });
  });
}

/** The token of each event by its `jti`. A few are signed at a time: others wait for the same keys. */
async function signAll(
  events: readonly SecurityEvent[],
  client: Client,
  context: OAuthContext,
): Promise<Record<string, string>> {
  const tokens: (readonly [string, string])[] = [];
  for (let from = 0; from < events.length; from += SIGNED_AT_ONCE) {
    const some = events.slice(from, from + SIGNED_AT_ONCE);
    const signed = some.map(
      async (event) => [event.eventId, await createSecurityEventToken(event, client, context)] as const,
    );
    tokens.push(...(await Promise.all(signed)));
  }
  return Object.fromEntries(tokens);
}

interface Poll {
  maxEvents: number;
  returnImmediately: boolean;
  answers: EventAnswer[];
}

async function listWaiting(
  clientId: string,
  { maxEvents, returnImmediately }: Poll,
  context: OAuthContext,
): Promise<{ events: SecurityEvent[]; isMore: boolean }> {
  const list = async () => {
    const found = await context.events.listWaiting(clientId, maxEvents);
    if (found !== null) return found;
    throw new OAuthError("invalid_request", "This client does not fetch its events: choose polling in the console", {
      cause: "events_not_polled",
    });
  };
  const found = await list();
  // RFC 8936 §2.4: a client that only acknowledges asks for no events, and waits for none.
  if (returnImmediately || maxEvents === 0 || found.events.length > 0) return found;
  // Whoever listens before looking misses nothing that comes in between.
  const end = new AbortController();
  const news = context.events.waitForNews(clientId, LONG_POLL_MS, end.signal);
  const meanwhile = await list();
  if (meanwhile.events.length === 0) await news;
  end.abort();
  return await list();
}

function readCredentials(body: Record<string, unknown>) {
  const sent = CREDENTIALS.flatMap((name) => {
    const value = body[name];
    return typeof value === "string" ? [[name, value]] : [];
  });
  return parseParams(new URLSearchParams(sent).toString());
}

/** @see RFC 8936 §2.2 */
function readPoll({
  maxEvents = MOST_EVENTS,
  returnImmediately = false,
  ack = [],
  setErrs = {},
}: Record<string, unknown>): Poll {
  if (typeof maxEvents !== "number" || !Number.isInteger(maxEvents) || maxEvents < 0) throw malformed("maxEvents");
  if (typeof returnImmediately !== "boolean") throw malformed("returnImmediately");
  if (!Array.isArray(ack) || !ack.every((jti) => typeof jti === "string")) throw malformed("ack");
  if (typeof setErrs !== "object" || setErrs === null || Array.isArray(setErrs)) throw malformed("setErrs");
  const taken = ack.map((eventId) => ({ eventId, error: null }));
  const refused = Object.entries(setErrs).map(([eventId, said]) => ({ eventId, error: describeError(said) }));
  const answers = [...taken, ...refused];
  if (answers.length > MOST_ANSWERS) throw malformed("ack");
  return {
    maxEvents: Math.min(maxEvents, MOST_EVENTS),
    returnImmediately,
    answers: answers.filter(({ eventId }) => isUuid(eventId)),
  };
}

/** What a client says about an event that it cannot take. @see RFC 8936 §2.6 */
function describeError(said: unknown): string {
  const { err, description } = typeof said === "object" && said !== null ? (said as Record<string, unknown>) : {};
  const texts = [err, description].filter((text) => typeof text === "string" && text !== "");
  // The cut may leave half a character, which goes as well.
  return (texts.join(": ") || "It says nothing more.").slice(0, LONGEST_ERROR).replace(/\p{C}/gu, " ");
}

function malformed(parameter: string): OAuthError {
  return new OAuthError("invalid_request", `${parameter} is not what RFC 8936 §2.2 says`, {
    cause: "poll_malformed",
    values: { receivedParameter: parameter },
  });
}
