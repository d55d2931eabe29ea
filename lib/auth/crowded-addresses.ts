import { recordEvent } from "@/lib/db/audit-events";
import { countUp } from "@/lib/db/rate-limits";
import { getEnv } from "@/lib/env";

/** The event by which the audit log, and `doctor`, name an address that reached a limit. */
export const limitReachedType = "limit.reached";

/** A limit of one address that has just kept a request out. */
export interface ReachedLimit {
  /** its name in the database */
  key: string;
  rule: { name: string; max: number; seconds: number };
  address: string;
}

/** Milliseconds for which refused requests are gathered before the operator is told how many there were. */
const gatherMs = 5_000;

/** Addresses that are remembered; the oldest goes first. */
const maxAddresses = 1_000;

/** What is refused at each rule's limit, and what had counted when it was reached. */
const nouns: Record<string, { refused: string; counted: string }> = {
  "sign-in-address": { refused: "sign-ins", counted: "wrong passwords" },
  "sign-up-address": { refused: "sign-ups", counted: "sign-ups" },
  "set-up-address": { refused: "tries at the set-up link", counted: "tries" },
  "registration-address": { refused: "registrations of apps", counted: "registrations" },
  "waiting-request-address": { refused: "authorization requests", counted: "requests that wait for a sign-in" },
  "posted-request-address": { refused: "posted authorization requests", counted: "posted requests" },
  "request-uri-address": { refused: "requests by request_uri", counted: "requests by request_uri" },
};

/** One sentence, or two: what was refused because of which address, and what to do when that is a proxy. */
export function describeCrowdedAddress(
  { rule, address }: Omit<ReachedLimit, "key">,
  refused: number,
  trustsProxies: boolean,
): string {
  const { refused: what, counted } = nouns[rule.name] ?? { refused: "requests", counted: "requests" };
  const minutes = Math.round(rule.seconds / 60);
  const advice = trustsProxies
    ? "If that is a proxy of yours, add it to PORTICO_TRUST_PROXY."
    : `If that is your proxy, set PORTICO_TRUST_PROXY=${address}, so that the portal tells people apart.`;
  const were = refused === 1 ? `1 of the ${what} was` : `${refused} ${what} were`;
  return `${were} refused because one address, ${address}, sent ${rule.max} ${counted} within ${minutes} minutes. ${advice}`;
}

/**
 * Tells the operator, once for each window and in whichever process, of an address that fills a limit: many people may
 * share it, and a proxy that is not trusted makes everybody share one.
 */
export class CrowdedAddresses {
  /** name of the limit -> how many it kept out, and until when they belong to one window, in milliseconds */
  readonly #known = new Map<string, { refused: number; until: number }>();
  readonly #gather: (tell: () => Promise<void>) => void;

  /** @param gather calls back a little later */
  constructor(gather: (tell: () => Promise<void>) => void) {
    this.#gather = gather;
  }

  /** A request was refused, since the address has reached the limit. */
  note(limit: ReachedLimit, now: Date): void {
    const known = this.#known.get(limit.key);
    if (known && known.until > now.getTime() && known.until <= now.getTime() + limit.rule.seconds * 1000) {
      known.refused += 1;
      return;
    }
    this.#known.delete(limit.key);
    this.#known.set(limit.key, { refused: 1, until: now.getTime() + limit.rule.seconds * 1000 });
    const [oldest] = this.#known.keys();
    if (this.#known.size > maxAddresses && oldest !== undefined) this.#known.delete(oldest);
    this.#gather(() =>
      this.#tell(limit, now).catch((error: unknown) => {
        console.error("An address that reached a limit could not be written down:", error);
      }),
    );
  }

  async #tell(limit: ReachedLimit, now: Date): Promise<void> {
    const { key, rule, address } = limit;
    const refused = this.#known.get(key)?.refused ?? 1;
    const windowEnd = new Date(now.getTime() + rule.seconds * 1000);
    if (!(await countUp(`told:${key}`, 1, windowEnd, now))) return;
    console.warn(describeCrowdedAddress(limit, refused, getEnv().trustProxy.length > 0));
    const { name, max, seconds } = rule;
    const data = { rule: name, max, seconds, refused };
    await recordEvent({ type: limitReachedType, outcome: "refused", data }, { ipAddress: address, requestId: null });
  }
}

// Next.js bundles routes apart, so a module variable would not be one per process.
const slot = Symbol.for("portico.crowded-addresses");
const holder = globalThis as { [slot]?: { addresses: CrowdedAddresses; isTelling: boolean } };

function getHeld() {
  const gather = (tell: () => Promise<void>) => {
    if (holder[slot]?.isTelling) setTimeout(() => void tell(), gatherMs).unref();
  };
  holder[slot] ??= { addresses: new CrowdedAddresses(gather), isTelling: false };
  return holder[slot];
}

/** Those of this process. */
export function getCrowdedAddresses(): CrowdedAddresses {
  return getHeld().addresses;
}

/** From now on this process tells of them; it does not while it only runs a command or a test. */
export function startTellingOfCrowdedAddresses(): void {
  getHeld().isTelling = true;
}
