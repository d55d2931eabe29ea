import { getClientAddress } from "@/lib/http/client-address";
import { subscriber, toNetwork } from "@/lib/http/network";
import type { EndpointGuard } from "@/lib/http/oauth-endpoint";
import type { LimitedStep } from "@/lib/oauth/context";
import type { OAuthError } from "@/lib/oauth/errors";
import { countTry, limitAddress, limitNetwork, type RateLimit, type RateLimitRule, rateLimitRules } from "./rate-limit";
import { ReachedLimits } from "./reached-limits";

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

/**
 * What the authorization endpoint keeps or reads for a sender: so much an address. Answers the seconds to wait, or null.
 */
export function createStepLimit(now: () => Date): (step: LimitedStep, request: Request) => Promise<number | null> {
  const limits = new ReachedLimits(now);
  return async (step, request) => {
    const [limit] = limitAddress(ruleOfStep[step], getClientAddress(request));
    return limit ? await limits.count(limit) : null;
  };
}

/**
 * Client authentication that fails: so many tries a client and address. Only failures are counted, after their answer
 * is known, in the database for all instances, and only failures have to wait: a request with the right secret costs
 * nothing, and nobody else's failures keep it out, not even behind a proxy that gives all senders one address.
 * @see RFC 6749 §2.3.1
 */
export class FailedAuthenticationGuard implements EndpointGuard {
  readonly #limits: ReachedLimits;

  constructor(now: () => Date) {
    this.#limits = new ReachedLimits(now);
  }

  async refused(error: OAuthError, request: Request): Promise<number | null> {
    if (error.code !== "invalid_client" || error.detail.isChallenge) return null;
    const { clientId = error.detail.values?.receivedClientId ?? "" } = error.detail;
    const waits: number[] = [];
    for (const limit of limitsOf(getClientAddress(request), clientId)) {
      const wait = await this.#limits.count(limit);
      if (wait !== null) waits.push(wait);
    }
    return waits.length === 0 ? null : Math.max(...waits);
  }
}

function limitsOf(address: string | null, clientId: string): RateLimit[] {
  if (address === null) return [];
  // Whoever has one address of a /64 has them all.
  const network = toNetwork(address, subscriber);
  return [
    { rule: rateLimitRules.failedClientByAddress, subject: `${network} ${clientId}` },
    { rule: rateLimitRules.failedClientsByAddress, subject: network },
  ];
}
