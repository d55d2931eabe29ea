import { type Device, describeDevice } from "../auth/describe-device";
import { recordEvent } from "../db/audit/events";
import { findAccessUses, findFirstUseDay } from "../db/people/access-uses";
import { type AppDevice, listAppDevices, removeAppDevice } from "../db/people/app-devices";
import { type AllowedScope, type ConnectedApp, findClientNames } from "../db/people/consents";
import { type ActingPerson, type Person, takeBackScopes } from "./connected-apps";

/** Days of use that a page shows, with today. */
export const SHOWN_DAYS = 30;

const DAY_MS = 86_400_000;

/** What an app did with what it was allowed. */
export interface AppUse {
  /** the last days, the oldest first; UTC */
  days: { day: string; uses: number }[];
  usedDays: number;
  /** sessions of the person in which it got the access that it used in these days */
  devices: number;
  /** permissions that it has had for all these days and never used */
  neverUsed: AllowedScope[];
}

/** What the portal saw of an app's use. */
export async function readAppUse(person: Person, app: ConnectedApp, now: Date): Promise<AppUse> {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const since = new Date(today - (SHOWN_DAYS - 1) * DAY_MS);
  const [found, first] = await Promise.all([findAccessUses(person.userId, app.clientId, since), findFirstUseDay()]);
  const usesOf = new Map(found.days.map(({ day, uses }) => [day, uses]));
  const days = Array.from({ length: SHOWN_DAYS }, (_, index) => {
    const day = new Date(since.getTime() + index * DAY_MS).toISOString().slice(0, 10);
    return { day, uses: usesOf.get(day) ?? 0 };
  });
  // The portal has counted for long enough to say never.
  const hasCounted = first !== null && first <= since;
  const isNeverUsed = ({ name, grantedAt, lastUsedAt }: AllowedScope) =>
    name !== "openid" && lastUsedAt === null && grantedAt < since;
  return {
    days,
    usedDays: found.days.length,
    devices: found.devices,
    neverUsed: hasCounted ? app.scopes.filter(isNeverUsed) : [],
  };
}

/**
 * Turns off, of the permissions that the page proposed, those that the app still never used. It may ask for them again.
 * Answers the app as it was and the names turned off, or null when this person has not allowed it.
 */
export async function turnOffUnused(
  person: ActingPerson,
  clientId: string,
  proposed: readonly string[],
  now: Date,
): Promise<{ app: ConnectedApp; removed: string[] } | null> {
  return takeBackScopes(person, clientId, now, async (app) => {
    const { neverUsed } = await readAppUse(person, app, now);
    return neverUsed.map(({ name }) => name).filter((name) => proposed.includes(name));
  });
}

/** Where an app has access from, as its person sees it. */
export interface OwnAppDevice extends AppDevice {
  device: Device;
}

/** The devices on which the person signed in to an app that still has access from there, the newest first. */
export async function listOwnAppDevices(person: Person, clientId: string, now: Date): Promise<OwnAppDevice[]> {
  const devices = await listAppDevices(person.userId, clientId, now);
  return devices.map((each) => ({ ...each, device: describeDevice(each.userAgent) }));
}

/**
 * Ends what an app got on one of the person's devices. They stay signed in to the portal there, and the app keeps what it
 * was allowed elsewhere. Answers the device and the app's name, or null where the app had nothing from there.
 */
export async function removeOwnAppDevice(
  person: ActingPerson,
  clientId: string,
  sessionId: string,
  now: Date,
): Promise<(OwnAppDevice & { appName: string }) | null> {
  const found = (await listOwnAppDevices(person, clientId, now)).find((each) => each.sessionId === sessionId);
  if (!found || !(await removeAppDevice(person.userId, clientId, sessionId, now))) return null;
  const event = { type: "consent.device_removed", outcome: "ok", userId: person.userId, clientId } as const;
  await recordEvent({ ...event, data: { sessionId } }, person.source);
  return { ...found, appName: (await findClientNames([clientId])).get(clientId) ?? clientId };
}
