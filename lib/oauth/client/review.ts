import type { AuthorizationParams, Client } from "../model";
import { listScopesOfClaims } from "../tokens/claims";
import { KEY_MEMBERS, REVIEWED_MEMBERS } from "./member-lists";
import type { KeyMember, ReviewedMember } from "./members";
import { findRedirectHost } from "./redirect-host";

/**
 * Every member of a client that can wait for an administrator: the reviewed members, and those that belong to an
 * authentication method. The latter are not reviewed, but they wait where they would break the method in use.
 * Administrators also review the hosts to which a client sends people ({@link isReviewedHost}), and its logo.
 */
export const WAITING_MEMBERS = [...REVIEWED_MEMBERS, ...KEY_MEMBERS];

type Waiting = Pick<Client, ReviewedMember | KeyMember>;

/** The values that a verified client asked to change to. People still see and use the reviewed values. */
export interface PendingChanges extends Partial<Waiting> {
  /** hosts that it already sends people to, but as an app that nobody reviewed */
  hosts?: string[];
  /** a new logo waits */
  logo?: true;
}

/**
 * Divides changes of a verified client into those that apply at once and those that wait for a review. Removing
 * something needs no review: a removed scope is gone at once.
 * @param pending what waited before; a value that is changed back to what people see waits no longer
 */
export function splitChanges<Changes extends Partial<Waiting>>(
  live: Waiting,
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
  splitKeys(live, changes, { now, waiting });
  const { scopes } = changes;
  if (scopes !== undefined) {
    const kept = scopes.filter((name) => live.scopes.includes(name));
    Object.assign(now, { scopes: kept });
    if (kept.length < scopes.length) waiting.scopes = scopes;
  }
  return { now, pending: orNull(waiting) };
}

/**
 * While a new authentication method waits, the one in use keeps its algorithm and keys, unless other keys replace them.
 * The members that belong to the new method wait with it.
 */
function splitKeys(
  live: Waiting,
  changes: Partial<Waiting>,
  { now, waiting }: { now: Partial<Waiting>; waiting: PendingChanges },
): void {
  const saysMethod = changes.tokenEndpointAuthMethod !== undefined;
  for (const member of KEY_MEMBERS) {
    if (saysMethod || changes[member] !== undefined) delete waiting[member];
  }
  const isMethodHeld = saysMethod && waiting.tokenEndpointAuthMethod !== undefined;
  if (!isMethodHeld) return;
  const { jwks = live.jwks, jwksUri = live.jwksUri } = changes;
  const isKeyless = jwks === null && jwksUri === null;
  for (const member of isKeyless ? KEY_MEMBERS : (["tokenEndpointAuthSigningAlg"] as const)) {
    if (changes[member] === undefined) continue;
    if (!isSame(changes[member], live[member])) Object.assign(waiting, { [member]: changes[member] });
    delete now[member];
  }
}

/** What still waits after an administrator made changes: their values apply at once and replace what waited. */
export function overrule(pending: PendingChanges | null, changes: Partial<Waiting>): PendingChanges | null {
  if (pending === null) return null;
  const said = [...Object.keys(changes), ...("tokenEndpointAuthMethod" in changes ? KEY_MEMBERS : [])];
  return orNull(Object.fromEntries(Object.entries(pending).filter(([member]) => !said.includes(member))));
}

/** The same without members that hold nothing; null when nothing is left. */
export function orNull(pending: PendingChanges): PendingChanges | null {
  const entries = Object.entries(pending).filter(
    ([member, value]) => value !== undefined && !(member === "hosts" && value.length === 0),
  );
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

/** The client as it would be with what waits. */
export function withPending<C extends Waiting>(client: C & { pendingChanges: PendingChanges | null }): C {
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
 * Whether this request may be shown as coming from a verified client. An administrator must have reviewed the client,
 * the host that gets the answer, and every scope, including the scopes that stand for single claims. (A client that
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

/** Whether an administrator reviewed the host of this address. */
export function isReviewedHost({ reviewedHosts }: Pick<Client, "reviewedHosts">, redirectUri: string): boolean {
  const host = findRedirectHost(redirectUri);
  return host !== null && reviewedHosts.includes(host);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
