import type { OAuthContext } from "../context";
import { parseJsonObject } from "../wire/json";
import type { TakenEvent } from "./event-store";
import { createSecurityEventToken } from "./security-event-token";

/** The address of a client did not take an event. */
export class EventDeliveryError extends Error {
  override name = "EventDeliveryError";
}

/** Errors of a receiver that another try cannot mend: it understood the token, and does not want it. @see RFC 8935 §2.4 */
const FINAL_ERRORS: readonly string[] = ["invalid_request", "invalid_issuer", "invalid_audience"];

/** The most that is kept of what a receiver says about an error, in characters. */
const LONGEST_ERROR = 300;

/** The most events, and milliseconds, of one run: others wait for the slot, and a job belongs to its process for a while. */
const LONGEST_RUN = { events: 20, milliseconds: 30_000 };

/** What developers are told of an error that is the portal's own. */
const OWN_ERROR = "The portal could not send it.";

/** What developers are told where only they can mend it. */
const UNREADABLE_HEADER =
  "The portal can no longer read the Authorization header of this address. Save it again, and send the event again.";

/** Where deliveries stopped before everything was delivered. */
export interface Rest {
  /** when to go on */
  at: Date;
  /** whether something was delivered */
  isFurther: boolean;
}

/**
 * Delivers what waits for the client of this event about the same person, in its order, until nothing is left, a
 * delivery fails, or there were many.
 * @param retryAfter seconds until this is tried again if it fails; null: it is not, and what waits is given up
 * @returns null: nothing is left that may be sent
 * @throws {EventDeliveryError} the address did not take an event; and whatever else keeps one from being sent
 * @see RFC 8935 §2
 */
export async function deliverEvents(
  eventId: string,
  retryAfter: number | null,
  context: OAuthContext,
): Promise<Rest | null> {
  const end = context.now().getTime() + LONGEST_RUN.milliseconds;
  for (let count = 0; count < LONGEST_RUN.events && context.now().getTime() < end; count += 1) {
    const event = await context.events.takeNext(eventId, context.now());
    if (event === null) return null;
    if ("notBefore" in event) return { at: event.notBefore, isFurther: count > 0 };
    if (event.authorization === "unreadable") {
      // No other try can mend that, and without the header the address would refuse what it could take later.
      await context.events.giveUp(event.eventId, UNREADABLE_HEADER, context.now());
      return null;
    }
    try {
      await deliver(event, context);
    } catch (error) {
      await noteError(event, error, retryAfter, context);
      throw error;
    }
  }
  return { at: context.now(), isFurther: true };
}

/** As far as it can be noted: without the database, the event waits until nobody has it any more. */
async function noteError(
  { eventId }: TakenEvent,
  error: unknown,
  retryAfter: number | null,
  { events, now }: OAuthContext,
): Promise<void> {
  const message = error instanceof EventDeliveryError ? error.message : OWN_ERROR;
  try {
    if (retryAfter === null) await events.giveUp(eventId, message, now());
    else await events.noteFailure(eventId, message, new Date(now().getTime() + retryAfter * 1000));
  } catch {
    // The caller learns of the first error.
  }
}

async function deliver(event: TakenEvent, context: OAuthContext): Promise<void> {
  const client = await context.store.findClient(event.clientId);
  if (client === null || client.suspendedAt !== null) {
    await context.events.noteRefused(event.eventId, "The app is suspended or deleted.", context.now());
    return;
  }
  const token = await createSecurityEventToken(event, client, context);
  const { status, body } = await send(event, token, context);
  // RFC 8935 §2.2: 202. Some frameworks answer 200 or 204 by themselves.
  if (status === 202 || status === 200 || status === 204) {
    await context.events.noteDelivered(event, context.now());
    return;
  }
  const { err, message } = readError(status, body);
  if (status !== 400 || !FINAL_ERRORS.includes(err)) throw new EventDeliveryError(message);
  await context.events.noteRefused(event.eventId, message, context.now());
}

async function send({ endpointUrl, authorization }: TakenEvent, token: string, context: OAuthContext) {
  const header = authorization !== null && authorization !== "unreadable" ? authorization.header : null;
  try {
    return await context.fetch(endpointUrl, {
      method: "POST",
      headers: {
        "content-type": "application/secevent+jwt",
        accept: "application/json",
        ...(header !== null && { authorization: header }),
      },
      body: token,
    });
  } catch (cause) {
    throw new EventDeliveryError(cause instanceof Error ? cause.message : "It cannot be reached.", { cause });
  }
}

/** What a receiver says about an error. @see RFC 8935 §2.3 */
function readError(status: number, body: string): { err: string; message: string } {
  const answer = parseQuietly(body);
  const err = typeof answer?.err === "string" ? answer.err : "";
  const description = typeof answer?.description === "string" ? answer.description : "";
  const said = [err, description].filter((text) => text !== "").join(": ");
  const message = `It answers ${status}${said === "" ? "." : `: ${said}`}`;
  // Whoever owns the address chooses these words. The cut may leave half a character, which goes as well.
  return { err, message: message.slice(0, LONGEST_ERROR).replace(/\p{C}/gu, " ") };
}

function parseQuietly(body: string): Record<string, unknown> | null {
  try {
    return parseJsonObject(new TextEncoder().encode(body));
  } catch {
    return null;
  }
}
