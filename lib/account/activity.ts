import { type AuditEvent, listEvents } from "../db/audit/list-events";
import { findClientNames } from "../db/people/consents";
import { oauthStore } from "../db/protocol/store";
import type { ActivityKind } from "../events/activity-kinds";
import { EVENTS, RETIRED_EVENTS, type StoredType } from "../events/catalogue";
import type { EventKind } from "../events/event-kind";
import type { Scope } from "../oauth/model";
import { isUuid } from "../uuid-v7";
import type { Person } from "./connected-apps";

/** What people read of one event. Kinds are named in the catalogue (`words.account.activity.kinds`). */
export interface ActivityEntry {
  id: string;
  at: Date;
  kind: ActivityKind;
  /** null: no app was involved */
  appName: string | null;
  /** the scopes that the event allowed or turned off, if they still exist */
  scopes: Scope[];
  /** null: unknown, and not the command line; or an administrator did it */
  from: { ipAddress: string } | "command line" | null;
}

/** The events that mean something to the person; steps of the protocol are not among them. */
const kinds: ReadonlyMap<StoredType, EventKind> = new Map(
  Object.entries<EventKind>({ ...RETIRED_EVENTS, ...EVENTS }).flatMap(([type, kind]) =>
    kind.person ? [[type as StoredType, kind]] : [],
  ),
);

/** What people can filter their activity by. Named in the catalogue (`words.account.activity.groups`). */
export const ACTIVITY_GROUPS = ["sign-ins", "security", "apps"] as const;
export type ActivityGroup = (typeof ACTIVITY_GROUPS)[number];

/** Every kind is in one group. */
const GROUP_OF: Record<ActivityKind, ActivityGroup> = {
  signedIn: "sign-ins",
  signInRefused: "sign-ins",
  signInLimited: "sign-ins",
  secondFactorRefused: "sign-ins",
  recoveryCodeUsed: "sign-ins",
  passkeyCopied: "sign-ins",
  sessionEnded: "sign-ins",
  othersEnded: "sign-ins",
  endedByAdministrator: "sign-ins",
  joined: "security",
  suspended: "security",
  resumed: "security",
  factorsRemoved: "security",
  resetLinkMade: "security",
  administratorAdded: "security",
  administratorRemoved: "security",
  supportAdded: "security",
  supportRemoved: "security",
  passwordChanged: "security",
  passwordReset: "security",
  passwordRefused: "security",
  passwordRemoved: "security",
  upstreamLinked: "security",
  directoryLinked: "security",
  upstreamUnlinked: "security",
  authenticatorAdded: "security",
  authenticatorRemoved: "security",
  browserRemembered: "security",
  browserForgotten: "security",
  passkeyAdded: "security",
  passkeyRemoved: "security",
  recoveryCodesMade: "security",
  profileChanged: "security",
  claimChanged: "security",
  emailChangeAsked: "security",
  emailChangeCancelled: "security",
  emailChanged: "security",
  emailProved: "security",
  emailRestored: "security",
  groupJoined: "security",
  groupLeft: "security",
  leaving: "security",
  kept: "security",
  appAllowed: "apps",
  appSignedIn: "apps",
  appCameBack: "apps",
  appDenied: "apps",
  appNarrowed: "apps",
  appDeviceRemoved: "apps",
  appUnused: "apps",
  appReturned: "apps",
  appRemoved: "apps",
  appEnded: "apps",
  clientRegistered: "apps",
  clientDeleted: "apps",
  clientOffered: "apps",
  clientTaken: "apps",
  teamJoined: "apps",
  teamLeft: "apps",
  secretCreated: "apps",
  secretRevoked: "apps",
};

/** The types of events whose words are in a group; null: all of them. */
function typesOf(group: ActivityGroup | null): StoredType[] {
  const ofGroup = ({ person }: EventKind) => group === null || (person !== undefined && GROUP_OF[person] === group);
  return [...kinds].filter(([, kind]) => ofGroup(kind)).map(([type]) => type);
}

/** Entries on one page. */
const PAGE_SIZE = 30;

/**
 * The person's own activity, newest first.
 * @param options.before id of the last entry of the previous page
 * @param options.group only these; null: all
 */
export async function listOwnActivity(
  person: Person,
  options: { before?: string; clientId?: string; group?: ActivityGroup | null; limit?: number } = {},
): Promise<{ entries: ActivityEntry[]; olderThan: string | null }> {
  const { limit = PAGE_SIZE } = options;
  const events = await listEvents({
    userId: person.userId,
    clientId: options.clientId,
    types: typesOf(options.group ?? null),
    before: options.before,
    limit: limit + 1,
  });
  const shown = events.slice(0, limit);
  const ids = shown.flatMap((event) => event.clientId ?? []);
  const names = await findClientNames([...new Set(ids)]);
  const scopes = await oauthStore.findScopes([...new Set(shown.flatMap(listChanged))]);
  const scopeOf = new Map(scopes.map((scope) => [scope.name, scope]));
  const entries = shown.flatMap((event) => toEntry(event, names, scopeOf));
  const isMore = events.length > limit;
  return { entries, olderThan: isMore ? (shown.at(-1)?.id ?? null) : null };
}

function toEntry(event: AuditEvent, names: Map<string, string>, scopeOf: Map<string, Scope>): ActivityEntry[] {
  const kind = findKind(event);
  if (!kind) return [];
  const appName = event.clientId ? (names.get(event.clientId) ?? null) : null;
  const scopes = listChanged(event).flatMap((name) => scopeOf.get(name) ?? []);
  return [{ id: event.id, at: event.createdAt, kind, appName, scopes, from: fromWhere(event) }];
}

function findKind({ type, data }: AuditEvent): ActivityKind | undefined {
  const kind = kinds.get(type as StoredType);
  const isSignIn = typeof data.scopes !== "string" || data.scopes.split(" ").includes("openid");
  return (isSignIn ? undefined : kind?.personWithoutSignIn) ?? kind?.person;
}

/** Names of the scopes that a person allowed or turned off in the event. */
function listChanged({ type, data }: AuditEvent): string[] {
  const isChange = type === "consent.given" || type === "consent.narrowed";
  return isChange && Array.isArray(data.scopes) ? data.scopes.filter((name) => typeof name === "string") : [];
}

/** Of what an administrator did, nothing: where they sit is no business of the people whom they look after. */
function fromWhere({ userId, ipAddress, data }: AuditEvent): ActivityEntry["from"] {
  if (typeof data.by === "string" && data.by !== userId && isUuid(data.by)) return null;
  if (ipAddress !== null) return { ipAddress };
  return data.source === "command line" ? data.source : null;
}
