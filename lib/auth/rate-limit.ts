import { countDown, countUp, findCount, isBeyondWindow, resetCount } from "@/lib/db/portal/rate-limits";
import { getEnv } from "@/lib/env";
import { site, subscriber, toNetwork } from "@/lib/http/network";
import { keptValue } from "@/lib/keys/kept-keys";
import { count } from "@/lib/metrics/metrics";
import { FAILED_CHECKS_WINDOW, MAX_FAILED_CHECKS } from "@/lib/oauth/signature-checks";
import { getCrowdedAddresses } from "./crowded-addresses";

/** `max` tries in a window of `seconds`. */
export interface RateLimitRule {
  name: string;
  max: number;
  seconds: number;
}

export const rateLimitRules = {
  /** requests of one company's directory; Entra ID wants to send 25 a second */
  directoryRequests: { name: "directory-requests", max: 3_000, seconds: 60 },
  /** tokens of directories that nobody knows */
  directoryTokenByAddress: { name: "directory-token-address", max: 100, seconds: 300 },
  /** invitations of one administrator */
  invitations: { name: "invitations", max: 200, seconds: 3600 },
  /** links for new passwords that one administrator, or one person of the support, makes for others */
  resetLinkByMaker: { name: "reset-link-maker", max: 60, seconds: 3600 },
  /** mails that one administrator has the portal send at once, to see whether it can */
  testMail: { name: "test-mail", max: 5, seconds: 300 },
  /** wrong passwords for one account, from browsers that this person did not sign in with before */
  signInByAccount: { name: "sign-in-account", max: 10, seconds: 900 },
  /** wrong passwords in a browser that this person signed in with before: nobody elsewhere can lock them out of it */
  signInByKnownBrowser: { name: "sign-in-browser", max: 10, seconds: 900 },
  /**
   * wrong passwords in all those browsers of a person together: whoever copied a browser's cookies is in one of them
   */
  signInByKnownBrowsers: { name: "sign-in-browsers", max: 100, seconds: 86_400 },
  /** wrong passwords in one of them beyond that: a few, so that their person is not locked out of the others */
  signInByKnownBrowserBeyond: { name: "sign-in-browser-beyond", max: 3, seconds: 86_400 },
  /** wrong passwords from one address, for whichever accounts. Right ones are not counted: an office has one address */
  signInByAddress: { name: "sign-in-address", max: 100, seconds: 900 },
  /**
   * apps that programs register; an office of some hundred people with tools that register themselves has one address
   */
  registrationByAddress: { name: "registration-address", max: 300, seconds: 3600 },
  /** the same for a whole network, whose owner can use another address for every app */
  registrationByNetwork: { name: "registration-network", max: 600, seconds: 3600 },
  failedClientByAddress: { name: "failed-client-address", max: 20, seconds: 300 },
  failedClientsByAddress: { name: "failed-clients-address", max: 200, seconds: 300 },
  /** an app's requests that wait for a sign-in or an answer; with a live session and a remembered yes, none waits */
  waitingRequestByAddress: { name: "waiting-request-address", max: 600, seconds: 300 },
  /** stored requests that are too long for an address, up to 64 KiB each */
  postedRequestByAddress: { name: "posted-request-address", max: 60, seconds: 300 },
  /** fetches of an app's address for its request */
  requestUriByAddress: { name: "request-uri-address", max: 120, seconds: 300 },
  /** reports of leaked credentials that no partner signed */
  leakReportByAddress: { name: "leak-report-address", max: 60, seconds: 3600 },
  /** mails about leaked credentials of one kind: of one app, of all apps without an owner, and of the operator */
  leakMail: { name: "leak-mail", max: 5, seconds: 3600 },
  /** wrong signatures in the name of one client; counted in each process: `SignatureChecks` */
  wrongSignatureByAddress: { name: "wrong-signature-address", max: MAX_FAILED_CHECKS, seconds: FAILED_CHECKS_WINDOW },
  /** accounts; a class or an office creates them from one address */
  signUpByAddress: { name: "sign-up-address", max: 300, seconds: 3600 },
  /** sign-ins that go to an upstream: each asks it who it is, and comes back with a code to be exchanged */
  upstreamByAddress: { name: "upstream-address", max: 300, seconds: 900 },
  mailByRecipient: { name: "mail-recipient", max: 6, seconds: 3600 },
  /** codes for a sign-in or a new password; in the meantime the links of those that were mailed work */
  mailedCodeByRecipient: { name: "mailed-code-recipient", max: 6, seconds: 600 },
  /** the same, for whichever accounts */
  mailedCodeByAddress: { name: "mailed-code-address", max: 60, seconds: 3600 },
  /** passwords that somebody tries to choose by one mailed code or link: each is looked for in long lists */
  newPasswordByProof: { name: "new-password-proof", max: 20, seconds: 600 },
  /** the same by somebody who is signed in */
  newPasswordByAccount: { name: "new-password-account", max: 30, seconds: 900 },
  /** new addresses that a person asks for: each is a mail to whomever they name */
  newEmailByAccount: { name: "new-email-account", max: 10, seconds: 3600 },
  /** the same, for one address. Of its own: mails that let nobody in must not use up those that its owner asks for */
  newEmailByRecipient: { name: "new-email-recipient", max: 6, seconds: 600 },
  /** pictures that a person uploads: each is decoded */
  pictureByAccount: { name: "picture-account", max: 20, seconds: 3600 },
  /** the mail about wrong passwords at an account */
  wrongPasswordsNotice: { name: "wrong-passwords-notice", max: 1, seconds: 900 },
  /** answers that allow an app something: each is kept with the page that was answered */
  allowByAccount: { name: "allow-account", max: 100, seconds: 3600 },
  reportByAccount: { name: "report-account", max: 5, seconds: 3600 },
  setUpByAddress: { name: "set-up-address", max: 20, seconds: 900 },
} satisfies Record<string, RateLimitRule>;

/** One rule for one subject (an account, an address, a browser). */
export interface RateLimit {
  rule: RateLimitRule;
  subject: string;
  /** the address behind the subject; the operator is told when it reaches its limit */
  address?: string;
}

/** The name of a limit in the database. It is hashed, so that the table holds no addresses. */
export function keyOf({ rule, subject }: RateLimit): string {
  const digest = keptValue("rate-limits", subject);
  return `${rule.name}:${digest.slice(0, 32)}`;
}

/** The limit of an address; none if the address is unknown, because strangers must not share one count. */
export function limitAddress(rule: RateLimitRule, ipAddress: string | null): RateLimit[] {
  return ipAddress ? [{ rule, subject: toNetwork(ipAddress, subscriber), address: ipAddress }] : [];
}

/** The limit of the network of an address, which is a site or a provider; none if the address is unknown. */
export function limitNetwork(rule: RateLimitRule, ipAddress: string | null): RateLimit[] {
  return ipAddress ? [{ rule, subject: toNetwork(ipAddress, site), address: ipAddress }] : [];
}

/** The seconds until no limit is reached any more; null if none is reached now. Counts nothing. */
export async function findWait(limits: RateLimit[], now: Date): Promise<number | null> {
  let wait: number | null = null;
  for (const limit of limits) {
    const { max, seconds } = limit.rule;
    const found = await findCount(keyOf(limit));
    if (!found || found.count < max || isBeyondWindow(found.expiresAt, seconds, now)) continue;
    const rest = Math.ceil((found.expiresAt.getTime() - now.getTime()) / 1000);
    if (rest <= 0) continue;
    noteReached(limit, now);
    wait = Math.max(wait ?? 1, Math.min(rest, seconds));
  }
  return wait;
}

/** Counts it, and tells the operator if it is the limit of an address. */
export function noteReached(limit: RateLimit, now: Date): void {
  const { rule, address } = limit;
  count("portico_limits_reached_total", { limit: rule.name });
  if (address) getCrowdedAddresses().note({ key: keyOf(limit), rule, address }, now);
}

/** Counts a try against a limit, unless it is reached. @returns whether it was counted */
export function countAgainst(limit: RateLimit, now: Date): Promise<boolean> {
  const windowEnd = new Date(now.getTime() + limit.rule.seconds * 1000);
  return countUp(keyOf(limit), limit.rule.max, windowEnd, now);
}

/**
 * Counts a try against every limit; if one of them is reached, against none.
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

/** Takes back the count of a try that turned out to be harmless. */
export async function takeBack(limits: RateLimit[]): Promise<void> {
  for (const limit of limits) await countDown(keyOf(limit));
}

/** Resets a limit. */
export async function forget(limit: RateLimit): Promise<void> {
  await resetCount(keyOf(limit));
}
