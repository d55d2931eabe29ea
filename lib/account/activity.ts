import { type AuditEvent, listEvents } from "../db/audit-events";
import { findClientNames } from "../db/consents";
import type { Person } from "./connected-apps";

/** What people read of one event. Kinds are named in the catalogue (`words.account.activity.kinds`). */
export interface ActivityEntry {
  id: string;
  at: Date;
  kind: ActivityKind;
  /** null: no app had a part in it */
  appName: string | null;
  /** null: it did not come from the command line, and the server did not know from where */
  from: { ipAddress: string } | "command line" | null;
}

/** Events that mean something to the person, by their types in the audit log. Steps of the protocol are not among them. */
const kinds = {
  "sign_in.succeeded": "signedIn",
  "session.created": "signedIn",
  "sign_in.refused": "signInRefused",
  "sign_in.limited": "signInLimited",
  "session.ended": "sessionEnded",
  "session.others_ended": "othersEnded",
  "user.created": "joined",
  "password.changed": "passwordChanged",
  "password.reset": "passwordReset",
  "password.refused": "passwordRefused",
  "profile.changed": "profileChanged",
  "authorize.allowed": "appSignedIn",
  "authorize.denied": "appDenied",
  "consent.narrowed": "appNarrowed",
  "consent.removed": "appRemoved",
  "client.registered": "clientRegistered",
  "client.deleted": "clientDeleted",
  "client.secret_created": "secretCreated",
  "client.secret_revoked": "secretRevoked",
} as const;

export type ActivityKind = (typeof kinds)[keyof typeof kinds];

/** Entries on one page. */
const pageSize = 30;

/** The person's own activity, newest first. `before`: id of the last entry of the page before. */
export async function listOwnActivity(
  person: Person,
  options: { before?: string; clientId?: string } = {},
): Promise<{ entries: ActivityEntry[]; olderThan: string | null }> {
  const events = await listEvents({
    userId: person.userId,
    clientId: options.clientId,
    types: Object.keys(kinds),
    before: options.before,
    limit: pageSize + 1,
  });
  const shown = events.slice(0, pageSize);
  const ids = shown.flatMap((event) => event.clientId ?? []);
  const names = await findClientNames([...new Set(ids)]);
  const entries = shown.flatMap((event) => toEntry(event, names));
  const isMore = events.length > pageSize;
  return { entries, olderThan: isMore ? (shown.at(-1)?.id ?? null) : null };
}

function toEntry(event: AuditEvent, names: Map<string, string>): ActivityEntry[] {
  const kind = isShown(event.type) ? kinds[event.type] : null;
  if (!kind) return [];
  const appName = event.clientId ? (names.get(event.clientId) ?? null) : null;
  return [{ id: event.id, at: event.createdAt, kind, appName, from: fromWhere(event) }];
}

function fromWhere({ ipAddress, data }: AuditEvent): ActivityEntry["from"] {
  if (ipAddress !== null) return { ipAddress };
  return data.source === "command line" ? data.source : null;
}

function isShown(type: string): type is keyof typeof kinds {
  return Object.hasOwn(kinds, type);
}
