import { type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";

/** Milliseconds until the next request after one that failed. */
const PAUSE = 2_000;

/** How many places are remembered; the status lists know the others. */
const MOST_REMEMBERED = 100_000;

export interface RevokedTokensOptions {
  issuer: string;
  /** the client of this API at the issuer */
  clientId: string;
  clientSecret: string;
  /** the issuer's keys */
  keys: JWTVerifyGetKey;
}

/**
 * Which JWT access tokens were revoked, as the issuer tells by signed events (RFC 8417): sooner than by its status lists,
 * which an API checks as well, because an event may be late.
 * @see RFC 8936 §2
 */
export class RevokedTokens {
  private readonly places = new Set<string>();

  constructor(private readonly options: RevokedTokensOptions) {}

  /** Whether an event said that a token with this verified payload was revoked. */
  has({ status }: JWTPayload): boolean {
    const { uri, idx } = (status as { status_list?: { uri?: string; idx?: number } } | undefined)?.status_list ?? {};
    return this.places.has(`${uri} ${idx}`);
  }

  /** Asks for events until `signal` aborts. Each request acknowledges the events of the one before. */
  async poll(signal: AbortSignal): Promise<void> {
    const { issuer, clientId, clientSecret } = this.options;
    const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    let ack: string[] = [];
    while (!signal.aborted) {
      try {
        const response = await fetch(`${issuer}/oauth/events`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Basic ${credentials}` },
          body: JSON.stringify({ ack }),
          signal,
        });
        if (!response.ok) throw new Error(`The issuer answers ${response.status} when asked for events`);
        const { sets } = (await response.json()) as { sets: Record<string, string> };
        for (const token of Object.values(sets)) await this.take(token);
        ack = Object.keys(sets);
      } catch (error) {
        if (signal.aborted) return;
        console.error(error);
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    }
  }

  /**
   * Takes one event, by whichever way it came. An API that the issuer sends its events to (RFC 8935) answers 202 after that.
   * @throws when the token is not one of this issuer for this API
   */
  async take(token: string): Promise<void> {
    const { issuer, clientId, keys } = this.options;
    const { payload } = await jwtVerify(token, keys, { issuer, audience: clientId, typ: "secevent+jwt" });
    for (const event of Object.values(payload.events ?? {})) {
      const { uri, idx } = (event as { status_list?: { uri: string; idx: number[] } }).status_list ?? {};
      for (const each of idx ?? []) this.places.add(`${uri} ${each}`);
    }
    for (const oldest of this.places) {
      if (this.places.size <= MOST_REMEMBERED) break;
      this.places.delete(oldest);
    }
  }
}
