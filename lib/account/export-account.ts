import type { CurrentUser } from "../auth/current-user";
import { toClientDocument } from "../clients/client-document";
import { listClientsOf } from "../db/clients/clients";
import { listClaimValues } from "../db/people/claims";
import { type ExportedVersion, exportConsentVersions } from "../db/people/consent-versions";
import { listGroupsOf } from "../db/people/groups";
import { findAccountClaims } from "../db/people/profiles";
import { getEnv } from "../env";
import type { Words } from "../i18n/words";
import { type ActivityEntry, listOwnActivity } from "./activity";
import { toAppDocument } from "./app-document";
import { listOwnApps } from "./connected-apps";
import { readOwnFactors } from "./own-factors";
import { listOwnLinks } from "./own-upstreams";
import { getOwnProfile } from "./profile";
import { listOwnRememberedBrowsers } from "./remembered-browsers";
import { listOwnSessions, type OwnSession } from "./sessions";

/** The most activity entries of one export: years of a person's use, and a limit on the work of one request. */
const MOST_ACTIVITY = 3_000;

/** The most changes of what they allowed, for the same reason, and bytes of the pages that they were shown. */
const MOST_OF_HISTORY = { versions: 1_000, bytes: 4_000_000 };

/**
 * Everything that the portal holds about a person, for them to download: their account, groups and devices, the apps
 * that they allowed and every change of that, the apps that they registered, and their activity, newest first. It holds
 * no secrets: the portal keeps only their hashes.
 * @see GDPR Art. 20
 */
export async function exportAccount(user: CurrentUser, words: Words, now: Date): Promise<Record<string, unknown>> {
  const [
    profile,
    claims,
    ownClaims,
    groups,
    factors,
    { links },
    browsers,
    sessions,
    { apps },
    versions,
    clients,
    { entries },
  ] = await Promise.all([
    getOwnProfile(user),
    findAccountClaims(user.userId),
    listClaimValues(user.userId),
    listGroupsOf(user.userId),
    readOwnFactors(user),
    listOwnLinks(user),
    listOwnRememberedBrowsers(user, now),
    listOwnSessions(user, now),
    listOwnApps(user, { order: "allowed" }, words, now),
    exportConsentVersions(user.userId, MOST_OF_HISTORY),
    listClientsOf(user.userId, now),
    listOwnActivity(user, { limit: MOST_ACTIVITY }),
  ]);
  return {
    exported_at: now.toISOString(),
    account: {
      email: profile.email,
      email_verified: profile.isEmailVerified,
      name: profile.name,
      locale: profile.locale,
      picture: user.picturePath && getEnv().issuer + user.picturePath,
      created_at: profile.createdAt.toISOString(),
      password_changed_at: profile.passwordChangedAt?.toISOString() ?? null,
      claims,
      own_claims: Object.fromEntries(ownClaims),
      groups: groups.map(({ name }) => name),
    },
    second_factors: {
      authenticator_added_at: factors.authenticator?.createdAt.toISOString() ?? null,
      passkeys: factors.passkeys.map((passkey) => ({
        name: passkey.name,
        created_at: passkey.createdAt.toISOString(),
        last_used_at: passkey.lastUsedAt?.toISOString() ?? null,
      })),
      recovery_codes_left: factors.recoveryCodesLeft,
      remembered_browsers: browsers.map(({ device, createdAt, lastUsedAt, expiresAt }) => ({
        browser: device.browser,
        system: device.system,
        remembered_at: createdAt.toISOString(),
        last_used_at: lastUsedAt.toISOString(),
        expires_at: expiresAt.toISOString(),
      })),
    },
    accounts_elsewhere: links.map(({ name, label, createdAt, lastUsedAt }) => ({
      name,
      label,
      added_at: createdAt.toISOString(),
      last_used_at: lastUsedAt?.toISOString() ?? null,
    })),
    sessions: sessions.map(toSessionDocument),
    apps: apps.map(({ app }) => toAppDocument(app)),
    consent_history: versions.map(toVersionDocument),
    own_apps: clients.map(toClientDocument),
    activity: entries.map((entry) => toActivityDocument(entry, words)),
  };
}

function toSessionDocument(session: OwnSession): Record<string, unknown> {
  return {
    is_current: session.isCurrent,
    browser: session.device.browser,
    system: session.device.system,
    ip_address: session.ipAddress,
    place: session.place,
    methods: session.amr,
    signed_in_at: session.authenticatedAt.toISOString(),
    last_seen_at: session.lastSeenAt.toISOString(),
    apps: session.appNames,
  };
}

function toVersionDocument(version: ExportedVersion): Record<string, unknown> {
  return {
    receipt_id: version.versionId,
    at: version.createdAt.toISOString(),
    client_id: version.clientId,
    change: version.change,
    scopes: version.scopes,
    declined_scopes: version.declinedScopes,
    resources: version.resources,
    expires_at: version.expiresAt?.toISOString() ?? null,
    language: version.locale,
    shown: version.shown,
    // The receipt has it.
    is_shown_left_out: version.isShownLeftOut,
  };
}

function toActivityDocument({ at, kind, appName, scopes, from }: ActivityEntry, words: Words): Record<string, unknown> {
  return {
    at: at.toISOString(),
    kind,
    text: words.account.activity.kinds[kind](appName ?? words.account.activity.anApp),
    app: appName,
    scopes: scopes.map(({ name }) => name),
    ip_address: from === "command line" ? null : (from?.ipAddress ?? null),
  };
}
