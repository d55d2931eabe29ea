import { BoundedMap } from "@/lib/bounded-map";
import { recordEvent } from "@/lib/db/audit/events";
import { countUp } from "@/lib/db/portal/rate-limits";
import { getEnv } from "@/lib/env";
import { log } from "@/lib/log/log.mjs";

/** A limit of one address that has just refused a request. */
export interface ReachedLimit {
  /** its name in the database */
  key: string;
  rule: { name: string; max: number; seconds: number };
  address: string;
}

/** How long refused requests are collected before the operator is told their number, in milliseconds. */
const GATHER_MS = 5_000;

/**
 * How long the operator is not told again about an address and a limit, in seconds, if the limit's window is shorter.
 */
const QUIET_SECONDS = 300;

/** The most addresses that are remembered. */
const MAX_ADDRESSES = 1_000;

/** What each limit refuses, and what it counts. */
const nouns: Record<string, { refused: string; counted: string }> = {
  "sign-in-address": { refused: "sign-ins", counted: "wrong passwords" },
  "wrong-signature-address": { refused: "signed requests", counted: "wrong signatures" },
  "sign-up-address": { refused: "sign-ups", counted: "sign-ups" },
  "mailed-code-address": { refused: "mailed codes", counted: "mailed codes" },
  "set-up-address": { refused: "tries at the set-up link", counted: "tries" },
  "registration-address": { refused: "registrations of apps", counted: "registrations" },
  "waiting-request-address": { refused: "authorization requests", counted: "requests that wait for a sign-in" },
  "posted-request-address": { refused: "posted authorization requests", counted: "posted requests" },
  "request-uri-address": { refused: "requests by request_uri", counted: "requests by request_uri" },
};

/** One or two sentences: what was refused, because of which address, and what to do if that address is a proxy. */
export function describeCrowdedAddress(
  { rule, address }: Omit<ReachedLimit, "key">,
  refused: number,
  trustsProxies: boolean,
): string {
  const { refused: what, counted } = nouns[rule.name] ?? { refused: "requests", counted: "requests" };
  const time = rule.seconds < 60 ? `${rule.seconds} seconds` : `${Math.round(rule.seconds / 60)} minutes`;
  const advice = trustsProxies
    ? "If that is a proxy of yours, add it to PORTICO_TRUST_PROXY."
    : `If that is your proxy, set PORTICO_TRUST_PROXY=${address}, so that the portal tells people apart.`;
  const were = refused === 1 ? `1 of the ${what} was` : `${refused} ${what} were`;
  return `${were} refused because one address, ${address}, sent ${rule.max} ${counted} within ${time}. ${advice}`;
}

/**
 * Tells the operator about an address that reaches a limit, once per window or five minutes, whichever is longer, over
 * all processes. Many people may share the address, and a proxy that is not trusted makes everybody share one.
 */
export class CrowdedAddresses {
  /** name of the limit -> how many requests it refused, and when its window ends, in milliseconds */
  readonly #known = new BoundedMap<string, { refused: number; until: number }>(MAX_ADDRESSES);
  readonly #gather: (tell: () => Promise<void>) => void;

  /** @param gather runs a function a little later */
  constructor(gather: (tell: () => Promise<void>) => void) {
    this.#gather = gather;
  }

  /** Notes that a request was refused because the address has reached the limit. */
  note(limit: ReachedLimit, now: Date): void {
    const known = this.#known.get(limit.key);
    const until = now.getTime() + quietMsOf(limit);
    if (known && known.until > now.getTime() && known.until <= until) {
      known.refused += 1;
      return;
    }
    this.#known.set(limit.key, { refused: 1, until });
    this.#gather(() =>
      this.#tell(limit, now).catch((error: unknown) => {
        log.error("An address that reached a limit could not be written down", { error });
      }),
    );
  }

  async #tell(limit: ReachedLimit, now: Date): Promise<void> {
    const { key, rule, address } = limit;
    const refused = this.#known.get(key)?.refused ?? 1;
    const windowEnd = new Date(now.getTime() + quietMsOf(limit));
    if (!(await countUp(`told:${key}`, 1, windowEnd, now))) return;
    log.warn(describeCrowdedAddress(limit, refused, getEnv().trustProxy.length > 0));
    const { name, max, seconds } = rule;
    const data = { rule: name, max, seconds, refused };
    // `doctor` reads it.
    await recordEvent({ type: "limit.reached", outcome: "refused", data }, { ipAddress: address, requestId: null });
  }
}

function quietMsOf({ rule }: ReachedLimit): number {
  return Math.max(rule.seconds, QUIET_SECONDS) * 1000;
}

// Next.js bundles routes separately, so a module variable would not be shared within the process.
const slot = Symbol.for("portico.crowded-addresses");
const holder = globalThis as { [slot]?: { addresses: CrowdedAddresses; isTelling: boolean } };

function getHeld() {
  const gather = (tell: () => Promise<void>) => {
    if (holder[slot]?.isTelling) setTimeout(() => void tell(), GATHER_MS).unref();
  };
  holder[slot] ??= { addresses: new CrowdedAddresses(gather), isTelling: false };
  return holder[slot];
}

/** Those of this process. */
export function getCrowdedAddresses(): CrowdedAddresses {
  return getHeld().addresses;
}

/** Makes this process tell the operator from now on. A process that only runs a command or a test does not. */
export function startTellingOfCrowdedAddresses(): void {
  getHeld().isTelling = true;
}
