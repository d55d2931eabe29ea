import { createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { config } from "./config";
import { endSessions } from "./session";

/** Milliseconds until the next request after one that failed. */
const PAUSE = 2_000;

/** How many tokens are remembered, so that one that comes again does nothing. */
const MOST_REMEMBERED = 10_000;

/** Endings of the types of events after which nobody may stay signed in. */
const ENDINGS = ["/consent-ended", "/consent-expired", "/session-revoked", "/account-disabled", "/account-purged"];

/** Whom an event is about. @see RFC 9493 §3.2.3 (iss_sub), Shared Signals Framework 1.0 §3 (complex) */
interface Subject {
  sub?: string;
  user?: { sub?: string };
  session?: { id?: string };
}

const seen = new Set<string>();

/**
 * Does what a verified security event token says: signs its person out. A token that came before does nothing, and neither
 * does one about a time before the person signed in here: tokens may come again, and in another order.
 * @see RFC 8417 §2.2
 */
export function takeEvent({ jti = "", toe, iat = 0, events, sub_id: about }: JWTPayload): void {
  if (seen.has(jti)) return;
  seen.add(jti);
  const [oldest = ""] = seen;
  if (seen.size > MOST_REMEMBERED) seen.delete(oldest);
  const types = Object.keys(typeof events === "object" && events !== null ? events : {});
  if (!types.some((type) => ENDINGS.some((ending) => type.endsWith(ending)))) return;
  const { sub, user, session } = (about ?? {}) as Subject;
  const subject = sub ?? user?.sub;
  const happenedAt = (typeof toe === "number" ? toe : iat) * 1000;
  if (subject !== undefined) endSessions({ subject, sessionId: session?.id ?? null, before: happenedAt });
}

/** Checks that the portal signed a token for this app, and that it is no other kind of token. @see RFC 8417 §4 */
async function verify(token: string, keys: JWTVerifyGetKey): Promise<JWTPayload> {
  const expected = { issuer: config.issuer, audience: config.clientId, typ: "secevent+jwt" };
  return (await jwtVerify(token, keys, expected)).payload;
}

/**
 * Asks the portal for events until `signal` aborts. Each request also says what became of the events of the one before.
 * @see RFC 8936 §2
 */
export async function pollEvents(signal: AbortSignal): Promise<void> {
  const keys = createRemoteJWKSet(new URL(`${config.issuer}/oauth/jwks`));
  const credentials = Buffer.from(`${config.clientId}:${config.clientSecret}`).toString("base64");
  let ack: string[] = [];
  let setErrs: Record<string, { err: string; description: string }> = {};
  while (!signal.aborted) {
    try {
      const response = await fetch(`${config.issuer}/oauth/events`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Basic ${credentials}` },
        body: JSON.stringify({ ack, setErrs }),
        signal,
      });
      if (!response.ok) throw new Error(`The portal answers ${response.status} when asked for events`);
      const { sets } = (await response.json()) as { sets: Record<string, string> };
      ack = [];
      setErrs = {};
      for (const [jti, token] of Object.entries(sets)) {
        try {
          takeEvent(await verify(token, keys));
          ack.push(jti);
        } catch (error) {
          setErrs[jti] = { err: "invalid_request", description: error instanceof Error ? error.message : "" };
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      console.error(error);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}
