import { listScopesOfClaims } from "../claims";
import type { AuthorizationParams, Client } from "../model";
import { findRedirectHost } from "../redirect-host";

/**
 * What an administrator looks at before people are told that a client is verified: the one list of it. Where the client
 * sends people belongs to it too, host by host ({@link isReviewedHost}), and its logo.
 */
export const REVIEWED_MEMBERS = [
  "name",
  "publisher",
  "kind",
  "tokenEndpointAuthMethod",
  "scopes",
  "clientUri",
  "policyUri",
  "tosUri",
  "logoUri",
  "initiateLoginUri",
] as const;

type ReviewedMember = (typeof REVIEWED_MEMBERS)[number];
type Reviewed = Pick<Client, ReviewedMember>;

/** What a verified client asked to change, as it would be then. People go on to see and use what was looked at. */
export interface PendingChanges extends Partial<Reviewed> {
  /** hosts to which it sends people by now, but as an app that nobody checked */
  hosts?: string[];
  /** another picture waits */
  logo?: true;
}

/**
 * Divides changes of a verified client into what counts at once and what waits until somebody looked at it. To leave
 * something out needs no look: a scope that goes is gone at once.
 * @param pending what waited before; what is changed back to what people see waits no longer
 */
export function splitChanges<Changes extends Partial<Reviewed>>(
  live: Reviewed,
  pending: PendingChanges | null,
  changes: Changes,
): { now: Changes; pending: PendingChanges | null } {
  const now: Changes = { ...changes };
  const waiting: PendingChanges = { ...pending };
  for (const member of REVIEWED_MEMBERS) {
    if (changes[member] === undefined) continue;
    delete waiting[member];
    if (member === "scopes" || isSame(changes[member], live[member])) continue;
    Object.assign(waiting, { [member]: changes[member] });
    delete now[member];
  }
  const { scopes } = changes;
  if (scopes !== undefined) {
    const kept = scopes.filter((name) => live.scopes.includes(name));
    Object.assign(now, { scopes: kept });
    if (kept.length < scopes.length) waiting.scopes = scopes;
  }
  return { now, pending: orNull(waiting) };
}

/** The same without members that hold nothing; null when nothing is left. */
export function orNull(pending: PendingChanges): PendingChanges | null {
  const entries = Object.entries(pending).filter(
    ([member, value]) => value !== undefined && !(member === "hosts" && value.length === 0),
  );
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

/** The client as it would be with what waits. */
export function withPending<C extends Reviewed>(client: C & { pendingChanges: PendingChanges | null }): C {
  const { hosts: _hosts, logo: _logo, ...members } = client.pendingChanges ?? {};
  return { ...client, ...members };
}

/** The hosts to which a client sends people, after sign-in and after sign-out. */
export function listHosts({
  redirectUris,
  postLogoutRedirectUris,
}: Pick<Client, "redirectUris" | "postLogoutRedirectUris">): string[] {
  const hosts = [...redirectUris, ...postLogoutRedirectUris].map(findRedirectHost);
  return [...new Set(hosts.filter((host) => host !== null))];
}

/** Those of its hosts that no administrator looked at. */
export function listUnreviewedHosts(
  client: Pick<Client, "redirectUris" | "postLogoutRedirectUris" | "reviewedHosts">,
): string[] {
  return listHosts(client).filter((host) => !client.reviewedHosts.includes(host));
}

/**
 * Whether people may be told that the client of this request is verified: an administrator looked at the client, at the
 * host to which the answer goes, and at every scope, also those that stand for claims asked for one by one. (What
 * registered itself may ask for more than it registered.)
 */
export function isVerifiedFor(
  client: Pick<Client, "status" | "reviewedHosts" | "scopes">,
  { redirectUri, scopes, claims }: Pick<AuthorizationParams, "redirectUri" | "scopes" | "claims">,
): boolean {
  const asked = [...scopes, ...listScopesOfClaims(claims)];
  const isKnown = isReviewedHost(client, redirectUri) && asked.every((name) => client.scopes.includes(name));
  return client.status === "verified" && isKnown;
}

/** Whether an administrator looked at the host of this address. */
export function isReviewedHost({ reviewedHosts }: Pick<Client, "reviewedHosts">, redirectUri: string): boolean {
  const host = findRedirectHost(redirectUri);
  return host !== null && reviewedHosts.includes(host);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
