import type { Session } from "@/lib/db/people/sessions";
import { getPortalSettings } from "@/lib/settings/portal-settings";

/**
 * The most live sessions of one person. Beyond that, the least recently used ones end. Right passwords are never
 * limited, so this limits a program that has a password and signs in endlessly. It is more than anybody has browsers,
 * and few enough to list.
 */
export const SESSIONS_PER_PERSON = 100;

/** Milliseconds by which the clocks of two instances may differ. */
const CLOCK_TOLERANCE_MS = 30_000;

/** Milliseconds of a day. */
const DAY_MS = 86_400_000;

/** How long sessions live here, in milliseconds. */
export interface SessionLimits {
  /** after the last use */
  idle: number;
  /** after the last proof, used or not */
  absolute: number;
}

/** The limits of sessions, as the portal's settings say. They count for sessions that began before a change as well. */
export async function getSessionLimits(): Promise<SessionLimits> {
  const { sessionIdleDays, sessionDays } = await getPortalSettings();
  return { idle: sessionIdleDays * DAY_MS, absolute: sessionDays * DAY_MS };
}

/**
 * Whether a session that nobody ended is still within the limits. One that a clock which ran ahead dated in the future
 * is not: it would live longer by as much, and pass for a fresh proof until then. Of a use that lies in the future nothing
 * is known but that it came after the proof.
 */
export function isWithin(
  { idle, absolute }: SessionLimits,
  { lastSeenAt, authenticatedAt }: Pick<Session, "lastSeenAt" | "authenticatedAt">,
  now: Date,
): boolean {
  const sinceProof = now.getTime() - authenticatedAt.getTime();
  const sinceUse = now.getTime() - lastSeenAt.getTime();
  const idleFor = sinceUse < -CLOCK_TOLERANCE_MS ? sinceProof : sinceUse;
  return sinceProof >= -CLOCK_TOLERANCE_MS && sinceProof <= absolute && idleFor <= idle;
}
