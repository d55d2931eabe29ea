import type { OAuthContext } from "../context";
import type { Client } from "../model";
import { statusListUri } from "../tokens/status-lists";
import { subjectFor } from "../tokens/subject";
import type { SecurityEvent } from "./event-store";
import { eventTypeUri } from "./kinds";

/**
 * A signed token that tells a client of an event. It has neither `sub` nor `exp`, so that it cannot pass for an ID token
 * or an access token. A token that is sent again has the same `jti`.
 * @see RFC 8417 §2.2, §4; OpenID Shared Signals Framework 1.0 §4
 */
export async function createSecurityEventToken(
  event: SecurityEvent,
  client: Client,
  context: Pick<OAuthContext, "issuer" | "keys" | "now" | "derive">,
): Promise<string> {
  const happenedAt = toSeconds(event.createdAt);
  const payload = {
    iss: context.issuer,
    jti: event.eventId,
    iat: toSeconds(context.now()),
    aud: client.clientId,
    // RFC 8417 §2.2: when it happened, which says what came first when tokens arrive in another order.
    toe: happenedAt,
    sub_id: describeSubject(event, client, context),
    events: { [eventTypeUri(event.kind, context.issuer)]: describeEvent(event, happenedAt, context.issuer) },
  };
  return await context.keys.sign(payload, { alg: client.idTokenSignedResponseAlg, typ: "secevent+jwt" });
}

/** Whom or what an event is about. @see RFC 9493 §3.2.3 (iss_sub), §3.2.8; OpenID Shared Signals Framework 1.0 §3 */
function describeSubject(
  { userId, data }: SecurityEvent,
  client: Client,
  context: Pick<OAuthContext, "issuer" | "derive">,
): Record<string, unknown> {
  if (userId === null) return { format: "opaque", id: client.clientId };
  const user = { format: "iss_sub", iss: context.issuer, sub: subjectFor(client, userId, context) };
  if (typeof data.sid !== "string") return user;
  return { format: "complex", user, session: { format: "opaque", id: data.sid } };
}

function describeEvent({ kind, data }: SecurityEvent, happenedAt: number, issuer: string): Record<string, unknown> {
  const { sid: _inSubject, list_id: listId, idx, ...told } = data;
  // As the tokens themselves name their places, but several at a time.
  if (typeof listId === "string") return { status_list: { uri: statusListUri(listId, issuer), idx } };
  // OpenID CAEP 1.0 §2: the time is a member of the event itself.
  const hasTime = kind === "session-revoked" || kind === "credential-change";
  return hasTime ? { event_timestamp: happenedAt, ...told } : told;
}

const toSeconds = (time: Date) => Math.floor(time.getTime() / 1000);
