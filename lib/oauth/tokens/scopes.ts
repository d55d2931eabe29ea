import type { Client, ResourcePolicy, Scope } from "../model";

/** Scopes about a person, which a client cannot have by itself. @see OIDC Core §5.4, §11 */
export const PERSON_SCOPES: readonly string[] = [
  "openid",
  "profile",
  "email",
  "address",
  "phone",
  "groups",
  "offline_access",
];

/**
 * What a client manages its grants by. A token has them only where the client asked for them by name, so that none for another
 * API has them by the way. @see Grant Management for OAuth 2.0 §6
 */
export const GRANT_MANAGEMENT_SCOPES: readonly string[] = ["grant_management_query", "grant_management_revoke"];

/**
 * Whether a code for these scopes brings a refresh token, so that the person must be asked about it. With `openid` that
 * takes `offline_access`, as OpenID Connect requires. Plain OAuth has no such scope, so there a client gets a refresh
 * token because it is registered for the grant type. If `offline_access` is optional for the client, the request must
 * name it.
 * @see RFC 6749 §1.5, OIDC Core §11
 */
export function givesRefreshToken(
  names: readonly string[],
  client: Pick<Client, "grantTypes" | "optionalScopes">,
): boolean {
  if (!client.grantTypes.includes("refresh_token")) return false;
  if (names.includes("offline_access")) return true;
  return !names.includes("openid") && !client.optionalScopes.includes("offline_access");
}

/** The names of scopes, space-delimited. @see RFC 6749 §3.3 */
export function toScopeValue(names: readonly string[]): string {
  return names.join(" ");
}

/** The `names` that the client may ask for and the portal still knows, in the same order. */
export function selectAllowedScopes(names: readonly string[], client: Client, known: readonly Scope[]): Scope[] {
  return names.flatMap((name) => {
    const scope = known.find((each) => each.name === name);
    return scope && scope.retiredAt === null && isRegisteredFor(client, scope) && meetsPolicy(client, scope)
      ? [scope]
      : [];
  });
}

/** Administers the portal at its own API, for a person who is an administrator. */
export const ADMIN_SCOPE = "admin";

/** Whether a client is the operator's own: made at the command line, by no developer and by no program. */
export function isOperators(client: Pick<Client, "ownerId" | "isSelfRegistered">): boolean {
  return client.ownerId === null && !client.isSelfRegistered;
}

/**
 * Whether the client may ask for the scope. One that administers the portal is for the operator's own clients, whoever
 * says otherwise. The scopes that a program registered for itself are a default and no limit:
 * it may ask people for every public scope, because it does not know yet which API it will meet. Nobody is asked about
 * a first-party client, so it has only the scopes that it was given.
 * @see RFC 7591 §2
 */
function isRegisteredFor(client: Client, scope: Scope): boolean {
  if (scope.name === ADMIN_SCOPE && !isOperators(client)) return false;
  const asksPeople = client.isSelfRegistered && !client.isTrusted;
  return client.scopes.includes(scope.name) || (asksPeople && scope.isPublic);
}

/**
 * Whether the policy of an API admits this client. A policy that goes by scopes admits every client with one of them.
 */
export function meetsPolicy(
  client: Pick<Client, "clientId" | "status" | "isTrusted">,
  { clientPolicy, listedClients }: ResourcePolicy,
): boolean {
  if (clientPolicy === "review") return client.isTrusted || client.status === "verified";
  if (clientPolicy === "listed") return listedClients.includes(client.clientId);
  return true;
}

/**
 * The scopes whose claims the client may still ask for by the `claims` parameter. The request was checked when it came;
 * this leaves out scopes that the client has lost since.
 */
export function listClaimScopes(client: Pick<Client, "scopes" | "isSelfRegistered">): string[] {
  return client.isSelfRegistered ? [...client.scopes, ...PERSON_SCOPES] : client.scopes;
}
