import { decodeEmail } from "../auth/readable-host";
import { getSessionLimits, isWithin } from "../auth/session-limits";
import { type AuditEvent, listEvents } from "../db/audit/list-events";
import { type ClientDetails, listClientsOf } from "../db/clients/clients";
import { type ClaimDefinition, listClaimDefinitions, listClaimValues } from "../db/people/claims";
import { type AllowedApp, listAllowedApps } from "../db/people/consents";
import { type Group, listGroupsOf } from "../db/people/groups";
import { getProfile } from "../db/people/profiles";
import { listSessions, type Session } from "../db/people/sessions";
import type { User } from "../db/people/users";
import type { ClaimValue } from "../oauth/tokens/defined-claims";
import type { ManagedPerson } from "./managed-person";

/** Events of a person that their page shows. */
const EVENTS_SHOWN = 10;

/** An account with what hangs on it, for whoever administers the portal. */
export interface PersonDetails extends User {
  hasPassword: boolean;
  passwordChangedAt: Date | null;
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
  const [{ hasPassword, passwordChangedAt }, sessions, apps, clients, groups, definitions, values, events, limits] =
    await Promise.all([
      getProfile(userId),
      listSessions(userId, now),
      listAllowedApps(userId),
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
  const account = { ...user, email: decodeEmail(user.email), hasPassword, passwordChangedAt };
  return { ...account, sessions: sessions.filter(isLive), apps, ownedClients, groups, claims, events };
}
