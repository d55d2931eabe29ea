import { BoundedMap } from "@/lib/bounded-map";
import { getClientAddress } from "@/lib/http/client-address";
import type { EndpointGuard } from "@/lib/http/oauth-endpoint";
import type { LimitedStep } from "@/lib/oauth/context";
import type { OAuthError } from "@/lib/oauth/errors";
import { countTry, limitAddress, limitNetwork, type RateLimit, type RateLimitRule, rateLimitRules } from "./rate-limit";

/** Registration by programs: so many new clients an address, and a network. @see RFC 7591 §5 */
export const registrationGuard: EndpointGuard = {
  admit: async (request) => {
    if (request.method !== "POST") return null;
    const address = getClientAddress(request);
    return await countTry([
      ...limitAddress(rateLimitRules.registrationByAddress, address),
      ...limitNetwork(rateLimitRules.registrationByNetwork, address),
    ]);
  },
};

const ruleOfStep: Record<LimitedStep, RateLimitRule> = {
  waiting_request: rateLimitRules.waitingRequestByAddress,
  posted_request: rateLimitRules.postedRequestByAddress,
  request_uri: rateLimitRules.requestUriByAddress,
};

/** What the authorization endpoint keeps or reads for a sender: so much an address. */
export function limitStep(step: LimitedStep, request: Request, now = new Date()): Promise<number | null> {
  return countTry(limitAddress(ruleOfStep[step], getClientAddress(request)), now);
}

/** Limits that are remembered as reached, at most. */
const maxReached = 10_000;

/**
 * Client authentication that fails: so many tries a client and address. Only failures are counted, after their answer
 * is known, in the database for all instances, and only failures have to wait: a request with the right secret costs
 * nothing, and nobody else's failures keep it out, not even behind a proxy that gives all senders one address.
 * @see RFC 6749 §2.3.1
 */
export class FailedAuthenticationGuard implements EndpointGuard {
  /** limit -> end of its window, in milliseconds: what is known to be reached is not counted any more */
  readonly #reached = new BoundedMap<string, number>(maxReached);
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  async refused(error: OAuthError, request: Request): Promise<number | null> {
    if (error.code !== "invalid_client" || error.detail.isChallenge) return null;
    const { clientId = error.detail.values?.receivedClientId ?? "" } = error.detail;
    const waits: number[] = [];
    for (const limit of limitsOf(getClientAddress(request), clientId)) {
      const wait = this.#findWait(limit) ?? (await this.#count(limit));
      if (wait !== null) waits.push(wait);
    }
    return waits.length === 0 ? null : Math.max(...waits);
  }

  #findWait(limit: RateLimit): number | null {
    const name = nameOf(limit);
    const until = this.#reached.get(name);
    if (until === undefined) return null;
    const wait = Math.ceil((until - this.#now().getTime()) / 1000);
    // One that ends further away than its length was noted by a clock that ran ahead.
    if (wait > 0 && wait <= limit.rule.seconds) return wait;
    this.#reached.delete(name);
    return null;
  }

  async #count(limit: RateLimit): Promise<number | null> {
    const now = this.#now();
    const wait = await countTry([limit], now);
    if (wait === null) return null;
    this.#reached.set(nameOf(limit), now.getTime() + wait * 1000);
    return wait;
  }
}

function limitsOf(address: string | null, clientId: string): RateLimit[] {
  if (address === null) return [];
  return [
    { rule: rateLimitRules.failedClientByAddress, subject: `${address} ${clientId}` },
    { rule: rateLimitRules.failedClientsByAddress, subject: address },
  ];
}

function nameOf({ rule, subject }: RateLimit): string {
  return `${rule.name} ${subject}`;
}
