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

/**
 * Delivers what waits for the client of this event about the same person, in its order, until nothing is left or a
 * delivery fails.
 * @param retryAfter seconds until this is tried again; null: it is not, and what waits is given up
 * @throws {EventDeliveryError}
 * @see RFC 8935 §2
 */
export async function deliverEvents(eventId: string, retryAfter: number | null, context: OAuthContext): Promise<void> {
  for (;;) {
    const event = await context.events.takeNext(eventId, context.now());
    if (event === null) return;
    try {
      await deliver(event, context);
    } catch (error) {
      if (!(error instanceof EventDeliveryError)) throw error;
      if (retryAfter === null) await context.events.giveUp(event.eventId, error.message, context.now());
      else {
        const retryAt = new Date(context.now().getTime() + retryAfter * 1000);
        await context.events.noteFailure(event.eventId, error.message, retryAt);
      }
      throw error;
    }
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
  try {
    return await context.fetch(endpointUrl, {
      method: "POST",
      headers: {
        "content-type": "application/secevent+jwt",
        accept: "application/json",
        ...(authorization !== null && { authorization }),
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
  // Whoever owns the address chooses these words.
  return { err, message: message.replace(/\p{C}/gu, " ").slice(0, LONGEST_ERROR) };
}

function parseQuietly(body: string): Record<string, unknown> | null {
  try {
    return parseJsonObject(new TextEncoder().encode(body));
  } catch {
    return null;
  }
}
