import { findLogoPaths } from "../auth/logo-path";
import { toMailName } from "../auth/mail-name";
import { notify } from "../auth/notify";
import { type ActSource, recordEvent } from "../db/audit/events";
import { findScopes } from "../db/clients/scopes";
import { countApps, selectApps } from "../db/people/app-list";
import {
  type ConnectedApp,
  type DescribeScope,
  findConnectedApp,
  listConnectedApps,
  listSelfContainedExpiries,
  removeConsent,
  removeConsentScopes,
} from "../db/people/consents";
import { findUser } from "../db/people/users";
import { getEnv } from "../env";
import { wordsTo } from "../http/request-words";
import type { Locale } from "../i18n/locale";
import { describeScope } from "../i18n/scope-text";
import { type Words, wordsFor } from "../i18n/words";
import { getInitiateLoginUrl } from "../oauth/client/initiate-login";
import { listClaimsOfScopes } from "../oauth/tokens/claims";
import { STATUS_LIST_LIFETIME } from "../oauth/tokens/status-lists";
import { getPortalName } from "../settings/portal-settings";
import { getUnusedAfterDays } from "./unused-after-days";

/** A person who acts on their own account: signed in, or through an access token. */
export interface Person {
  userId: string;
}

/** The same, for changes. */
export interface ActingPerson extends Person {
  source: ActSource;
  /** the language in which they are answered */
  answerLocale: Locale;
}

/** The orders in which the list of apps can be read. */
export const APP_ORDERS = ["used", "name", "allowed"] as const;
export type AppOrder = (typeof APP_ORDERS)[number];

/** How a person wants to see their apps. */
export interface AppListOptions {
  /** part of a name or publisher */
  query?: string;
  order?: AppOrder;
  /** only those that nobody used for {@link getUnusedAfterDays} */
  onlyUnused?: boolean;
  onlyUnverified?: boolean;
  /** counted from 1; none: all apps */
  page?: { number: number; size: number };
}

/** For how long APIs may still accept the tokens of an app after its removal. */
export interface Remaining {
  /** those that check the portal's status lists */
  seconds: number;
  /** those that only check when a token expires */
  minutes: number;
}

/** An app, and for how long its tokens may still work after its removal. */
export interface OwnApp {
  app: ConnectedApp;
  /** null: APIs ask the portal about its tokens, so they end at once */
  remaining: Remaining | null;
  /** on this origin; null: initials */
  logoSrc: string | null;
}

const describeIn =
  (words: Words): DescribeScope =>
  (scope) =>
    describeScope(scope, words);

/** The person's apps that match, in order, how many match, and how many apps they have in total and of which kinds. */
export interface OwnAppList {
  apps: OwnApp[];
  matching: number;
  total: number;
  unused: number;
  unverified: number;
}

/** All of the person's apps that match, or those of one page. */
export async function listOwnApps(
  person: Person,
  options: AppListOptions,
  words: Words,
  now: Date,
): Promise<OwnAppList> {
  const { query = "", order = "used", onlyUnused = false, onlyUnverified = false, page = null } = options;
  const unusedSince = new Date(now.getTime() - (await getUnusedAfterDays()) * 86_400_000);
  const selection = {
    query: query.trim(),
    order,
    unusedSince: onlyUnused ? unusedSince : null,
    isUnverifiedOnly: onlyUnverified,
    offset: page ? (page.number - 1) * page.size : 0,
    limit: page?.size ?? null,
  };
  const [{ clientIds, matching }, counts, expiries] = await Promise.all([
    selectApps(person.userId, selection, now),
    countApps(person.userId, unusedSince, now),
    listSelfContainedExpiries(person.userId, now),
  ]);
  const [apps, logos] = await Promise.all([
    listConnectedApps(person.userId, clientIds, describeIn(words), now),
    findLogoPaths(clientIds),
  ]);
  const own = apps.map((app) => ({
    app,
    remaining: remainingUntil(expiries.get(app.clientId), now),
    logoSrc: logos.get(app.clientId) ?? null,
  }));
  return { apps: own, matching, ...counts };
}

/** One of the person's apps, and the address that opens it; null when they have not allowed it. */
export async function findOwnApp(
  person: Person,
  clientId: string,
  words: Words,
  now: Date,
): Promise<(OwnApp & { openUrl: string | null }) | null> {
  const app = await findConnectedApp(person.userId, clientId, describeIn(words), now);
  if (!app) return null;
  const expiries = await listSelfContainedExpiries(person.userId, now);
  const isUsable = !app.isDeleted && !app.isSuspended;
  return {
    app,
    remaining: remainingUntil(expiries.get(clientId), now),
    logoSrc: (await findLogoPaths([clientId])).get(clientId) ?? null,
    openUrl: isUsable ? getInitiateLoginUrl(app, getEnv().issuer) : null,
  };
}

function remainingUntil(expiry: Date | undefined, now: Date): Remaining | null {
  if (expiry === undefined) return null;
  const left = (expiry.getTime() - now.getTime()) / 1000;
  return { seconds: Math.min(STATUS_LIST_LIFETIME, Math.ceil(left)), minutes: Math.ceil(left / 60) };
}

/**
 * Removes the app's access: consent, grants, codes and tokens end together. Answers the app as it was, or null when
 * this person has not allowed it.
 */
export async function removeOwnApp(person: ActingPerson, clientId: string, now: Date): Promise<ConnectedApp | null> {
  const app = await endOwnApp(person, clientId, now);
  if (app) await tellRemoved(person, app, now);
  return app;
}

/** The same without a mail, and only if the app is one that `isMeant`. Whoever calls it tells the person. */
export async function endOwnApp(
  person: ActingPerson,
  clientId: string,
  now: Date,
  isMeant: (app: ConnectedApp) => boolean = () => true,
): Promise<ConnectedApp | null> {
  const app = await findConnectedApp(person.userId, clientId, describeIn(wordsFor(person.answerLocale)), now);
  if (!app || !isMeant(app) || !(await removeConsent(person.userId, clientId, now))) return null;
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
  return app;
}

async function tellRemoved(person: ActingPerson, app: ConnectedApp, now: Date): Promise<void> {
  const user = await findUser(person.userId);
  if (!user) return;
  const words = wordsTo(user.locale, person.answerLocale);
  const { mail } = words.account.remove;
  const portalName = await getPortalName();
  const name = toMailName(app.name);
  const notice = { subject: mail.subject(name, portalName), text: mail.text(name, portalName, now) };
  await notify("a removed access", { to: user.email, words, ...notice });
}

/**
 * Turns off every optional permission of the app that is not in `kept`. Required permissions stay, because the app does
 * not work without them. Answers the app as it was and the names turned off, or null when this person has not allowed
 * it.
 */
export async function keepOptionalScopes(
  person: ActingPerson,
  clientId: string,
  kept: readonly string[],
  now: Date,
): Promise<{ app: ConnectedApp; removed: string[] } | null> {
  return takeBackScopes(person, clientId, now, (app) =>
    namesOf(app.scopes.filter((scope) => scope.isOptional && !kept.includes(scope.name))),
  );
}

/** Takes back the scopes that `choose` names of the app; null when this person has not allowed it. */
export async function takeBackScopes(
  person: ActingPerson,
  clientId: string,
  now: Date,
  choose: (app: ConnectedApp) => string[] | Promise<string[]>,
): Promise<{ app: ConnectedApp; removed: string[] } | null> {
  const app = await findConnectedApp(person.userId, clientId, describeIn(wordsFor(person.answerLocale)), now);
  return app && { app, removed: await takeBack(person, clientId, await choose(app), now) };
}

/** What came of narrowing: the app as it is now, or the scopes that it does not have. */
export type Narrowed = { ok: true; app: ConnectedApp } | { ok: false; unknown: string[] };

/**
 * Takes every scope from the app that is not in `kept`, required ones too: the app asks for those again when the person
 * uses it next. Nothing changes if `kept` names a scope that the app does not have, because this only narrows. Null when
 * this person has not allowed the app.
 */
export async function narrowOwnApp(
  person: ActingPerson,
  clientId: string,
  kept: readonly string[],
  now: Date,
): Promise<Narrowed | null> {
  const describe = describeIn(wordsFor(person.answerLocale));
  const app = await findConnectedApp(person.userId, clientId, describe, now);
  if (!app) return null;
  const names = namesOf(app.scopes);
  const unknown = kept.filter((name) => !names.includes(name));
  if (unknown.length > 0) return { ok: false, unknown };
  await takeBack(
    person,
    clientId,
    names.filter((name) => !kept.includes(name)),
    now,
  );
  const narrowed = await findConnectedApp(person.userId, clientId, describe, now);
  return narrowed && { ok: true, app: narrowed };
}

const namesOf = (scopes: ConnectedApp["scopes"]) => scopes.map(({ name }) => name);

/** Takes these scopes from the app and records it. Answers those that it still had. */
async function takeBack(person: ActingPerson, clientId: string, names: string[], now: Date): Promise<string[]> {
  const known = await findScopes(names);
  const claimsOf = (removed: readonly string[]) => listClaimsOfScopes(removed, known);
  const removed = await removeConsentScopes(person.userId, clientId, names, claimsOf, now);
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
  return removed;
}
