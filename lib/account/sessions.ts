import type { CurrentUser } from "../auth/current-user";
import { type Device, describeDevice } from "../auth/describe-device";
import { findPlace, type Place } from "../auth/find-place";
import { assertProofFresh } from "../auth/fresh-proof";
import { getSessionLimits, isWithin } from "../auth/session-limits";
import { recordEvent } from "../db/audit/events";
import { listAppNamesBySession } from "../db/people/consents";
import { listSessions, removeDevices, type Session } from "../db/people/sessions";
import type { ActingUser } from "./acting-user";

/** A signed-in browser as its person sees it. */
export interface OwnSession extends Session {
  isCurrent: boolean;
  device: Device;
  /** about where its address is used; null: not known */
  place: Place | null;
  appNames: string[];
}

/**
 * The person's live sessions, starting with the current one.
 * @param language of the places, as a BCP 47 tag
 */
export async function listOwnSessions(user: CurrentUser, now: Date, language = "en"): Promise<OwnSession[]> {
  const [sessions, appNames, limits] = await Promise.all([
    listSessions(user.userId, now),
    listAppNamesBySession(user.userId, now),
    getSessionLimits(),
  ]);
  const live = sessions.filter((session) => isWithin(limits, session, now));
  const places = await Promise.all(live.map(({ ipAddress }) => findPlace(ipAddress, language)));
  return live
    .map((session, index) => ({
      ...session,
      place: places[index] ?? null,
      isCurrent: session.sessionId === user.sessionId,
      device: describeDevice(session.userAgent),
      appNames: appNames.get(session.sessionId) ?? [],
    }))
    .sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
}

/**
 * Ends one of the person's own sessions, and what apps were allowed only while they are there; answers it as it was, or
 * null when they have no such session.
 * @throws {Error} as `assertProofFresh`
 * @see OWASP ASVS 5.0 7.5.2
 */
export async function signOutOwnSession(user: ActingUser, sessionId: string, now: Date): Promise<OwnSession | null> {
  await assertProofFresh(user, now);
  const session = (await listOwnSessions(user, now)).find((each) => each.sessionId === sessionId);
  if (!session) return null;
  await removeDevices(user.userId, { sessionId }, now);
  const { userId } = user;
  await recordEvent({ type: "session.ended", outcome: "ok", userId, data: { by: "person" } }, user.source);
  return session;
}

/** Ends all of the person's sessions but this one; answers how many. @throws {Error} as `signOutOwnSession` */
export async function signOutOtherSessions(user: ActingUser, now: Date): Promise<number> {
  await assertProofFresh(user, now);
  const count = await removeDevices(user.userId, { keptSessionId: user.sessionId }, now);
  if (count > 0) {
    const { userId } = user;
    await recordEvent({ type: "session.others_ended", outcome: "ok", userId, data: { count } }, user.source);
  }
  return count;
}
