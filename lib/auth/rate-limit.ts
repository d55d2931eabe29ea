import { createHmac } from "node:crypto";
import { isIP } from "node:net";
import { countDown, countUp, resetCount } from "@/lib/db/rate-limits";
import { getEnv } from "@/lib/env";
import { deriveKey } from "@/lib/keys/secret";

/** `max` tries in a window of `seconds`. */
export interface RateLimitRule {
  name: string;
  max: number;
  seconds: number;
}

export const rateLimitRules = {
  signInByAccount: { name: "sign-in-account", max: 10, seconds: 900 },
  /** a browser that this person signed in with before: an attacker elsewhere cannot lock them out of it */
  signInByKnownBrowser: { name: "sign-in-browser", max: 10, seconds: 900 },
  signInByAddress: { name: "sign-in-address", max: 100, seconds: 900 },
  /** right ones too: a machine that signs many people in is slowed down. Browsers known to their people are not counted */
  signInPaceByAddress: { name: "sign-in-pace", max: 50, seconds: 300 },
  registrationByAddress: { name: "registration-address", max: 30, seconds: 3600 },
  failedClientByAddress: { name: "failed-client-address", max: 20, seconds: 300 },
  failedClientsByAddress: { name: "failed-clients-address", max: 200, seconds: 300 },
  /** an app's requests that wait for a sign-in or an answer; with a live session and a remembered yes none waits */
  waitingRequestByAddress: { name: "waiting-request-address", max: 600, seconds: 300 },
  /** those too long for an address, up to 64 KiB each */
  postedRequestByAddress: { name: "posted-request-address", max: 60, seconds: 300 },
  /** an address of an app that is read for its request */
  requestUriByAddress: { name: "request-uri-address", max: 120, seconds: 300 },
  signUpByAddress: { name: "sign-up-address", max: 30, seconds: 3600 },
  mailByRecipient: { name: "mail-recipient", max: 6, seconds: 3600 },
  reportByAccount: { name: "report-account", max: 5, seconds: 3600 },
  setUpByAddress: { name: "set-up-address", max: 20, seconds: 900 },
} satisfies Record<string, RateLimitRule>;

/** One rule for one subject (an account, an address, a browser). */
export interface RateLimit {
  rule: RateLimitRule;
  subject: string;
}

/** The table holds no addresses in clear. */
function keyOf({ rule, subject }: RateLimit): string {
  const digest = createHmac("sha256", deriveKey("rate-limits")).update(subject).digest("base64url");
  return `${rule.name}:${digest.slice(0, 32)}`;
}

/** The limit of an address; none when the address is unknown, since strangers must not share one count. */
export function limitAddress(rule: RateLimitRule, ipAddress: string | null): RateLimit[] {
  return ipAddress ? [{ rule, subject: toNetwork(ipAddress) }] : [];
}

/**
 * An IPv6 address stands for its /64: whoever has one address has that many.
 * @see RFC 6177 §2, RFC 7934 §1
 */
function toNetwork(ipAddress: string): string {
  if (isIP(ipAddress) !== 6) return ipAddress;
  const [bare = ""] = ipAddress.split("%");
  const [head = "", tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const groups = head.split(":").filter((group) => group !== "");
  const last = tail?.split(":").filter((group) => group !== "") ?? [];
  const gap = tail === undefined ? 0 : 8 - groups.length - last.length;
  return [...groups, ...Array.from({ length: gap }, () => "0"), ...last].slice(0, 4).join(":");
}

/** Counts a try against every limit. Answers the seconds to wait, or null when it may go on. */
export async function countTry(limits: RateLimit[], now = new Date()): Promise<number | null> {
  if (!getEnv().rateLimits) return null;
  let wait: number | null = null;
  for (const limit of limits) {
    const windowEnd = new Date(now.getTime() + limit.rule.seconds * 1000);
    const { count, expiresAt } = await countUp(keyOf(limit), windowEnd, now);
    if (count > limit.rule.max) {
      wait = Math.max(wait ?? 1, Math.ceil((expiresAt.getTime() - now.getTime()) / 1000));
    }
  }
  return wait;
}

/** The try was a right one: `forget` starts these anew, `takeBack` uncounts one. */
export async function settleTry({ forget, takeBack }: { forget: RateLimit[]; takeBack: RateLimit[] }): Promise<void> {
  if (!getEnv().rateLimits) return;
  for (const limit of forget) await resetCount(keyOf(limit));
  for (const limit of takeBack) await countDown(keyOf(limit));
}
