import { findPasskeyProvider } from "../auth/passkey-providers";
import { decodeEmail } from "../auth/readable-host";
import { getSessionLimits, isWithin } from "../auth/session-limits";
import { type AuditEvent, listEvents } from "../db/audit/list-events";
import { type ClientDetails, listClientsOf } from "../db/clients/clients";
import { findAuthenticator } from "../db/people/authenticators";
import { type ClaimDefinition, listClaimDefinitions, listClaimValues } from "../db/people/claims";
import { type AllowedApp, listAllowedApps } from "../db/people/consents";
import { type Group, listGroupsOf } from "../db/people/groups";
import { listPasskeys } from "../db/people/passkeys";
import { getProfile } from "../db/people/profiles";
import { countRecoveryCodes } from "../db/people/recovery-codes";
import { listRememberedBrowsers } from "../db/people/remembered-browsers";
import { listSessions, type Session } from "../db/people/sessions";
import { listLinks } from "../db/people/upstreams";
import type { User } from "../db/people/users";
import type { ClaimValue } from "../oauth/tokens/defined-claims";
import type { ManagedPerson } from "./managed-person";

/** Events of a person that their page shows. */
const EVENTS_SHOWN = 10;

/** What a person can prove besides a password. */
export interface PersonFactors {
  authenticator: { createdAt: Date; lastUsedAt: Date | null } | null;
  /** `name`: its person's, otherwise its provider's; null: neither is known */
  passkeys: { passkeyId: string; name: string | null; createdAt: Date; lastUsedAt: Date | null }[];
  recoveryCodesLeft: number;
  /** browsers in which they are not asked for a second factor */
  rememberedCount: number;
  /** accounts elsewhere that sign them in, in place of the password; `label`: what the upstream calls it */
  links: { linkId: string; name: string; label: string | null; createdAt: Date; lastUsedAt: Date | null }[];
}

async function readFactors(userId: string, now: Date): Promise<PersonFactors> {
  const [authenticator, passkeys, recoveryCodesLeft, remembered, links] = await Promise.all([
    findAuthenticator(userId),
    listPasskeys(userId),
    countRecoveryCodes(userId),
    listRememberedBrowsers(userId, now),
    listLinks(userId),
  ]);
  return {
    authenticator: authenticator && { createdAt: authenticator.createdAt, lastUsedAt: authenticator.lastUsedAt },
    passkeys: passkeys.map(({ passkeyId, name, aaguid, createdAt, lastUsedAt }) => {
      return { passkeyId, name: name ?? findPasskeyProvider(aaguid), createdAt, lastUsedAt };
    }),
    recoveryCodesLeft,
    rememberedCount: remembered.length,
    links: links.map(({ linkId, name, label, createdAt, lastUsedAt }) => {
      return { linkId, name, label, createdAt, lastUsedAt };
    }),
  };
}

/** An account with what hangs on it, for whoever administers the portal. */
export interface PersonDetails extends User {
  hasPassword: boolean;
  passwordChangedAt: Date | null;
  factors: PersonFactors;
  /** live ones, the last used first */
  sessions: Session[];
  /** what the person allowed, the newest first */
  apps: AllowedApp[];
  /** what the person registered, deleted ones apart */
  ownedClients: Pick<ClientDetails, "clientId" | "name">[];
  /** by name */
  groups: Group[];
  /** the operator's own claims, with this person's values; null: none */
  claims: (ClaimDefinition & { value: ClaimValue | null })[];
  /** the newest ones */
  events: AuditEvent[];
}

/** @throws {Error} when the account is gone meanwhile */
export async function getPersonDetails({ user }: ManagedPerson, now: Date): Promise<PersonDetails> {
  const { userId } = user;
  const [
    { hasPassword, passwordChangedAt },
    factors,
    sessions,
    apps,
    clients,
    groups,
    definitions,
    values,
    events,
    limits,
  ] = await Promise.all([
    getProfile(userId),
    readFactors(userId, now),
    listSessions(userId, now),
    listAllowedApps(userId, now),
    listClientsOf(userId, now),
    listGroupsOf(userId),
    listClaimDefinitions(),
    listClaimValues(userId),
    listEvents({ userId, limit: EVENTS_SHOWN }),
    getSessionLimits(),
  ]);
  const isLive = (session: Session) => isWithin(limits, session, now);
  const ownedClients = clients.filter((client) => client.deletedAt === null);
  const claims = definitions.map((claim) => ({ ...claim, value: values.get(claim.name) ?? null }));
  const account = { ...user, email: decodeEmail(user.email), hasPassword, passwordChangedAt, factors };
  return { ...account, sessions: sessions.filter(isLive), apps, ownedClients, groups, claims, events };
}
