import { type ConsentVersion, findConsentVersion, listConsentVersions } from "../db/people/consent-versions";
import { findClientNames } from "../db/people/consents";
import { oauthStore } from "../db/protocol/store";
import { describeScope } from "../i18n/scope-text";
import type { Words } from "../i18n/words";
import type { Person } from "./connected-apps";

/** One change of what a person allowed an app, in words. */
export interface HistoryEntry extends Pick<ConsentVersion, "versionId" | "change" | "expiresAt" | "createdAt"> {
  /** titles of the scopes that were allowed or taken away; null: no longer in the catalogue */
  titles: (string | null)[];
}

/** Entries that a page shows. The export has more. */
const SHOWN = 50;

/** What the person allowed this app over time, the newest first. */
export async function listHistory(
  person: Person,
  clientId: string,
  words: Words,
): Promise<{ entries: HistoryEntry[]; isMore: boolean }> {
  const versions = await listConsentVersions({ userId: person.userId, clientId }, SHOWN + 1);
  const names = [...new Set(versions.flatMap(({ scopes }) => scopes))];
  const known = new Map((await oauthStore.findScopes(names)).map((scope) => [scope.name, scope]));
  const titleOf = (name: string) => {
    const scope = known.get(name);
    return scope ? describeScope(scope, words).title : null;
  };
  const entries = versions.slice(0, SHOWN).map(({ versionId, change, expiresAt, createdAt, scopes }) => ({
    versionId,
    change,
    expiresAt,
    createdAt,
    titles: scopes.map(titleOf),
  }));
  return { entries, isMore: versions.length > SHOWN };
}

/** Whether what is allowed now ends earlier than its person chose. */
export function isShortened(entries: readonly HistoryEntry[]): boolean {
  return entries.find(({ change }) => change === "given" || change === "shortened")?.change === "shortened";
}

/** An app that the person allowed something at some time. */
export interface PastApp {
  clientId: string;
  name: string;
  history: { entries: HistoryEntry[]; isMore: boolean };
}

/** Null for an app that the person never allowed anything. */
export async function findPastApp(person: Person, clientId: string, words: Words): Promise<PastApp | null> {
  const history = await listHistory(person, clientId, words);
  if (history.entries.length === 0) return null;
  const names = await findClientNames([clientId]);
  return { clientId, name: names.get(clientId) ?? words.account.activity.anApp, history };
}

/** One version, and the name that its app has now; null when the person has no such version. */
export async function findOwnVersion(
  person: Person,
  versionId: string,
): Promise<{ version: ConsentVersion; appName: string | null } | null> {
  const version = await findConsentVersion(person.userId, versionId);
  if (!version) return null;
  const names = await findClientNames([version.clientId]);
  return { version, appName: names.get(version.clientId) ?? null };
}
