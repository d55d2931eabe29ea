import { getEnv } from "@/lib/env";
import { getClientAddress } from "@/lib/http/client-address";
import { subscriber, toNetwork } from "@/lib/http/network";
import type { EndpointGuard } from "@/lib/http/oauth-endpoint";
import type { LimitedStep } from "@/lib/oauth/context";
import type { OAuthError } from "@/lib/oauth/errors";
import {
  countTry,
  limitAddress,
  limitNetwork,
  noteReached,
  type RateLimit,
  type RateLimitRule,
  rateLimitRules,
} from "./rate-limit";
import { ReachedLimits } from "./reached-limits";

/** Limits registration by programs: new clients per address and per network. @see RFC 7591 §5 */
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

/** The subscriber that a request counts against in this process's own counts; null when limits are off. */
export function findLimitedSender(request: Request): string | null {
  const address = getEnv().rateLimits ? getClientAddress(request) : null;
  return address === null ? null : toNetwork(address, subscriber);
}

/** Tells the operator about an address whose signatures are no longer checked because too many were wrong. */
export function createRefusedCheckNote(now: () => Date): (request: Request) => void {
  return (request) => {
    for (const limit of limitAddress(rateLimitRules.wrongSignatureByAddress, getClientAddress(request))) {
      noteReached(limit, now());
    }
  };
}

const ruleOfStep: Record<LimitedStep, RateLimitRule> = {
  waiting_request: rateLimitRules.waitingRequestByAddress,
  posted_request: rateLimitRules.postedRequestByAddress,
  request_uri: rateLimitRules.requestUriByAddress,
  leak_report: rateLimitRules.leakReportByAddress,
};

/**
 * Limits what the authorization endpoint stores or fetches for one address. Answers the seconds to wait, or null.
 */
export function createStepLimit(now: () => Date): (step: LimitedStep, request: Request) => Promise<number | null> {
  const limits = new ReachedLimits(now);
  return async (step, request) => {
    const [limit] = limitAddress(ruleOfStep[step], getClientAddress(request));
    return limit ? await limits.count(limit) : null;
  };
}

/**
 * Limits failing client authentication, per client and address. Only failures count, once the answer is known, in the
 * database for all instances, and only failures have to wait. A request with the right secret costs nothing, and other
 * senders' failures never keep it out, not even behind a proxy that gives all senders one address. (For signatures,
 * failures in the client's own name do keep it out, for seconds: see SignatureChecks.)
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
  // A subscriber has all addresses of a /64.
  const network = toNetwork(address, subscriber);
  return [
    { rule: rateLimitRules.failedClientByAddress, subject: `${network} ${clientId}` },
    { rule: rateLimitRules.failedClientsByAddress, subject: network },
  ];
}
