import { createHmac } from "node:crypto";
import { countDown, countUp, findCount, isBeyondWindow, resetCount } from "@/lib/db/rate-limits";
import { getEnv } from "@/lib/env";
import { site, subscriber, toNetwork } from "@/lib/http/network";
import { deriveKey } from "@/lib/keys/secret";
import { getCrowdedAddresses } from "./crowded-addresses";

/** `max` tries in a window of `seconds`. */
export interface RateLimitRule {
  name: string;
  max: number;
  seconds: number;
}

export const rateLimitRules = {
  /** wrong passwords for one account, from browsers that this person did not sign in with before */
  signInByAccount: { name: "sign-in-account", max: 10, seconds: 900 },
  /** wrong passwords in a browser that this person signed in with before: nobody elsewhere can lock them out of it */
  signInByKnownBrowser: { name: "sign-in-browser", max: 10, seconds: 900 },
  /** wrong passwords from one address, for whichever accounts. Right ones are not counted: an office has one address */
  signInByAddress: { name: "sign-in-address", max: 100, seconds: 900 },
  /** apps that programs register: an office of some hundred people, each with a tool that registers itself, has one address */
  registrationByAddress: { name: "registration-address", max: 300, seconds: 3600 },
  /** the same for a whole network: who has one can change the address with every app */
  registrationByNetwork: { name: "registration-network", max: 600, seconds: 3600 },
  failedClientByAddress: { name: "failed-client-address", max: 20, seconds: 300 },
  failedClientsByAddress: { name: "failed-clients-address", max: 200, seconds: 300 },
  /** an app's requests that wait for a sign-in or an answer; with a live session and a remembered yes none waits */
  waitingRequestByAddress: { name: "waiting-request-address", max: 600, seconds: 300 },
  /** those too long for an address, up to 64 KiB each */
  postedRequestByAddress: { name: "posted-request-address", max: 60, seconds: 300 },
  /** an address of an app that is read for its request */
  requestUriByAddress: { name: "request-uri-address", max: 120, seconds: 300 },
  /** a class or an office makes its accounts from one address */
  signUpByAddress: { name: "sign-up-address", max: 300, seconds: 3600 },
  mailByRecipient: { name: "mail-recipient", max: 6, seconds: 3600 },
  reportByAccount: { name: "report-account", max: 5, seconds: 3600 },
  setUpByAddress: { name: "set-up-address", max: 20, seconds: 900 },
} satisfies Record<string, RateLimitRule>;

/** One rule for one subject (an account, an address, a browser). */
export interface RateLimit {
  rule: RateLimitRule;
  subject: string;
  /** the address that the subject stands for; when it reaches its limit, the operator is told */
  address?: string;
}

/** The name of a limit in the database, whose table holds no addresses in clear. */
export function keyOf({ rule, subject }: RateLimit): string {
  const digest = createHmac("sha256", deriveKey("rate-limits")).update(subject).digest("base64url");
  return `${rule.name}:${digest.slice(0, 32)}`;
}

/** The limit of an address; none when the address is unknown, since strangers must not share one count. */
export function limitAddress(rule: RateLimitRule, ipAddress: string | null): RateLimit[] {
  return ipAddress ? [{ rule, subject: toNetwork(ipAddress, subscriber), address: ipAddress }] : [];
}

/** The limit of the network that an address lies in: that of its site or provider. None when the address is unknown. */
export function limitNetwork(rule: RateLimitRule, ipAddress: string | null): RateLimit[] {
  return ipAddress ? [{ rule, subject: toNetwork(ipAddress, site), address: ipAddress }] : [];
}

/** The seconds until none of the limits is reached any more, or null when none is. Counts nothing. */
export async function findWait(limits: RateLimit[], now: Date): Promise<number | null> {
  let wait: number | null = null;
  for (const limit of limits) {
    const { max, seconds } = limit.rule;
    const found = await findCount(keyOf(limit));
    if (!found || found.count < max || isBeyondWindow(found.expiresAt, seconds, now)) continue;
    const rest = Math.ceil((found.expiresAt.getTime() - now.getTime()) / 1000);
    if (rest <= 0) continue;
    if (limit.address) getCrowdedAddresses().note({ key: keyOf(limit), rule: limit.rule, address: limit.address }, now);
    wait = Math.max(wait ?? 1, Math.min(rest, seconds));
  }
  return wait;
}

/** Counts a try against a limit, unless that is reached. @returns whether it was counted */
export function countAgainst(limit: RateLimit, now: Date): Promise<boolean> {
  const windowEnd = new Date(now.getTime() + limit.rule.seconds * 1000);
  return countUp(keyOf(limit), limit.rule.max, windowEnd, now);
}

/**
 * Counts a try against every limit, or, when one of them is reached, against none.
 * @returns the seconds to wait, or null when it may go on
 */
export async function countTry(limits: RateLimit[], now = new Date()): Promise<number | null> {
  if (!getEnv().rateLimits) return null;
  const counted: RateLimit[] = [];
  for (const limit of limits) {
    if (!(await countAgainst(limit, now))) {
      await takeBack(counted);
      return (await findWait([limit], now)) ?? 1;
    }
    counted.push(limit);
  }
  return null;
}

/** Uncounts a try that turned out to be harmless. */
export async function takeBack(limits: RateLimit[]): Promise<void> {
  for (const limit of limits) await countDown(keyOf(limit));
}

/** Starts a limit anew. */
export async function forget(limit: RateLimit): Promise<void> {
  await resetCount(keyOf(limit));
}
