import type { Consent } from "../model";

/** For how long people can allow a client: this request alone, a number of days, or until they remove it. */
export type ConsentLifetime = "once" | number | "until_removed";

/** The days that people can choose, where they are fewer than the maximum. */
const DAYS = [1, 30];

/** The most days that people can choose, and whose wish that is. */
export interface LifetimeMaximum {
  days: number;
  by: "client" | "portal";
}

/** The smaller of the two maximums; null: neither the client nor the operator has one. */
export function findMaximum(ofClient: number | null, ofPortal: number | null): LifetimeMaximum | null {
  if (ofClient !== null && (ofPortal === null || ofClient <= ofPortal)) return { days: ofClient, by: "client" };
  return ofPortal === null ? null : { days: ofPortal, by: "portal" };
}

/** What people can choose, the shortest first. The last one is what they get when they choose nothing. */
export function listLifetimes(maximum: LifetimeMaximum | null): ConsentLifetime[] {
  const shorter = DAYS.filter((days) => maximum === null || days < maximum.days);
  return ["once", ...shorter, maximum === null ? "until_removed" : maximum.days];
}

/** The choice among `offered` that a form sent; the last if it sent none, and null if it sent another. */
export function readLifetime(sent: string, offered: readonly ConsentLifetime[]): ConsentLifetime | null {
  if (sent === "") return offered.at(-1) ?? null;
  return offered.find((lifetime) => String(lifetime) === sent) ?? null;
}

/** When a yes of this lifetime ends by itself; null: never. What is allowed once is not remembered at all. */
export function endOf(lifetime: ConsentLifetime, now: Date): Date | null {
  return typeof lifetime === "number" ? new Date(now.getTime() + lifetime * 24 * 3600 * 1000) : null;
}

/** The consent, unless it has ended by itself. */
export function liveConsent(consent: Consent | null, now: Date): Consent | null {
  return consent === null || consent.expiresAt === null || consent.expiresAt > now ? consent : null;
}
