import type { Client, ResourcePolicy, Scope } from "./model";

/** Scopes that speak about a person: a client alone cannot have them. @see OIDC Core §5.4, §11 */
export const PERSON_SCOPES: readonly string[] = ["openid", "profile", "email", "address", "phone", "offline_access"];

/**
 * Whether a refresh token comes with a code for these scopes. With `openid` it takes `offline_access`, as OpenID Connect
 * wants it; plain OAuth knows no such scope, so that a client gets it by its registration for the grant type.
 * Where the client leaves `offline_access` to the person, it has to be asked for by name.
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

/** Those of `names` that the client may ask for and the portal still knows, in the order of `names`. */
export function selectAllowedScopes(names: readonly string[], client: Client, known: readonly Scope[]): Scope[] {
  return names.flatMap((name) => {
    const scope = known.find((each) => each.name === name);
    return scope && scope.retiredAt === null && isRegisteredFor(client, scope) && meetsPolicy(client, scope)
      ? [scope]
      : [];
  });
}

/**
 * Whether the client was given the scope. What a program registered for itself is its default and no ceiling: it may
 * ask people for every public scope, since who registers without one does not know yet which API it will meet. About
 * what a first-party client may do nobody is asked, so that it has what it was given.
 * @see RFC 7591 §2
 */
function isRegisteredFor(client: Client, scope: Scope): boolean {
  const asksPeople = client.isSelfRegistered && !client.isTrusted;
  return client.scopes.includes(scope.name) || (asksPeople && scope.isPublic);
}

/** Whether the policy of an API lets this client in; one that goes by scopes lets in whoever has one of them. */
export function meetsPolicy(
  client: Pick<Client, "clientId" | "status" | "isTrusted">,
  { clientPolicy, listedClients }: ResourcePolicy,
): boolean {
  if (clientPolicy === "review") return client.isTrusted || client.status === "verified";
  if (clientPolicy === "listed") return listedClients.includes(client.clientId);
  return true;
}

/**
 * The scopes whose claims the client may still ask for by the `claims` parameter. What it asked for was checked when it
 * asked; here counts what it lost since.
 */
export function listClaimScopes(client: Pick<Client, "scopes" | "isSelfRegistered">): string[] {
  return client.isSelfRegistered ? [...client.scopes, ...PERSON_SCOPES] : client.scopes;
}
