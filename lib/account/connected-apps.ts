import { findLogoPaths } from "../auth/logo-path";
import { notify } from "../auth/notify";
import { getPortalName } from "../auth/portal-settings";
import { type ActSource, recordEvent } from "../db/audit-events";
import {
  type ConnectedApp,
  findConnectedApp,
  listConnectedApps,
  listSelfContainedExpiries,
  removeConsent,
  removeConsentScopes,
} from "../db/consents";
import { findUser } from "../db/users";
import { getEnv } from "../env";
import { getWords } from "../i18n/words";
import { listClaimsOfScopes } from "../oauth/claims";
import { getInitiateLoginUrl } from "../oauth/initiate-login";
import { isUnused } from "./describe-access";

/** Whoever acts on their own account: a signed-in person, or the person of an access token. */
export interface Person {
  userId: string;
}

/** The same, where they change something. */
export interface ActingPerson extends Person {
  source: ActSource;
}

export const appOrders = ["used", "name", "allowed"] as const;
export type AppOrder = (typeof appOrders)[number];

/** How a person wants to see their apps. */
export interface AppListOptions {
  /** part of a name or publisher */
  query?: string;
  order?: AppOrder;
  onlyUnused?: boolean;
}

/** An app, and for how long its removal may leave something alive. */
export interface OwnApp {
  app: ConnectedApp;
  remainingMinutes: number;
  /** on this origin; null: initials */
  logoSrc: string | null;
}

/** The person's own apps: those that match, and how many there are at all and unused. */
export async function listOwnApps(
  person: Person,
  options: AppListOptions,
  now: Date,
): Promise<{ apps: OwnApp[]; total: number; unused: number }> {
  const [all, expiries] = await Promise.all([
    listConnectedApps(person.userId),
    listSelfContainedExpiries(person.userId, now),
  ]);
  const query = options.query?.trim().toLowerCase() ?? "";
  const apps = all
    .filter((app) => `${app.name} ${app.publisher ?? ""}`.toLowerCase().includes(query))
    .filter((app) => !options.onlyUnused || isUnused(app, now))
    .sort(comparators[options.order ?? "used"]);
  const logos = await findLogoPaths(apps.map((app) => app.clientId));
  const own = apps.map((app) => ({
    app,
    remainingMinutes: minutesUntil(expiries.get(app.clientId), now),
    logoSrc: logos.get(app.clientId) ?? null,
  }));
  return { apps: own, total: all.length, unused: all.filter((app) => isUnused(app, now)).length };
}

const byName = (a: ConnectedApp, b: ConnectedApp) =>
  a.name.localeCompare(b.name) || a.clientId.localeCompare(b.clientId);

const comparators: Record<AppOrder, (a: ConnectedApp, b: ConnectedApp) => number> = {
  name: byName,
  used: (a, b) => (b.lastUsedAt?.getTime() ?? 0) - (a.lastUsedAt?.getTime() ?? 0) || byName(a, b),
  allowed: (a, b) => b.allowedAt.getTime() - a.allowedAt.getTime() || byName(a, b),
};

/** One of the person's own apps, and where it is opened; null when they have not allowed it. */
export async function findOwnApp(
  person: Person,
  clientId: string,
  now: Date,
): Promise<(OwnApp & { openUrl: string | null }) | null> {
  const app = await findConnectedApp(person.userId, clientId);
  if (!app) return null;
  const expiries = await listSelfContainedExpiries(person.userId, now);
  const isUsable = !app.isDeleted && !app.isSuspended;
  return {
    app,
    remainingMinutes: minutesUntil(expiries.get(clientId), now),
    logoSrc: (await findLogoPaths([clientId])).get(clientId) ?? null,
    openUrl: isUsable ? getInitiateLoginUrl(app, getEnv().issuer) : null,
  };
}

function minutesUntil(expiry: Date | undefined, now: Date): number {
  return expiry ? Math.ceil((expiry.getTime() - now.getTime()) / 60_000) : 0;
}

/**
 * Takes the app's access back: consent, grants, codes and tokens end together.
 * Answers the app as it was, or null when this person has not allowed it (someone else's consent is nobody's here).
 */
export async function removeOwnApp(person: ActingPerson, clientId: string, now: Date): Promise<ConnectedApp | null> {
  const app = await findConnectedApp(person.userId, clientId);
  if (!app || !(await removeConsent(person.userId, clientId, now))) return null;
  await recordEvent(
    {
      type: "consent.removed",
      outcome: "ok",
      userId: person.userId,
      clientId,
      data: {
        scopes: app.scopes.map((scope) => scope.name),
        resources: app.resources.map(({ identifier }) => identifier),
      },
    },
    person.source,
  );
  await tellRemoved(person, app, now);
  return app;
}

async function tellRemoved(person: Person, app: ConnectedApp, now: Date): Promise<void> {
  const user = await findUser(person.userId);
  if (!user) return;
  const { mail } = getWords().account.remove;
  const portalName = await getPortalName();
  const notice = { subject: mail.subject(app.name, portalName), text: mail.text(app.name, portalName, now) };
  await notify("a removed access", { to: user.email, ...notice });
}

/**
 * Turns off every optional permission of the app that is not in `kept`. Required ones stay: without them the app does not work.
 * Answers the app as it was and the names turned off, or null when this person has not allowed it.
 */
export async function keepOptionalScopes(
  person: ActingPerson,
  clientId: string,
  kept: readonly string[],
  now: Date,
): Promise<{ app: ConnectedApp; removed: string[] } | null> {
  const app = await findConnectedApp(person.userId, clientId);
  if (!app) return null;
  const dropped = app.scopes.filter((scope) => scope.isOptional && !kept.includes(scope.name));
  const names = dropped.map((scope) => scope.name);
  const removed = await removeConsentScopes(person.userId, clientId, names, listClaimsOfScopes, now);
  if (removed.length > 0) {
    await recordEvent(
      {
        type: "consent.narrowed",
        outcome: "ok",
        userId: person.userId,
        clientId,
        data: { scopes: removed },
      },
      person.source,
    );
  }
  return { app, removed };
}
