import type { OAuthContext } from "../context";
import { OAuthError } from "../errors";
import type { Resource, Scope } from "../model";
import { getResourceOfScope, isOwnResource } from "../own-resources";

/** How long an access token counts where its API says nothing else, in seconds. */
export const ACCESS_TOKEN_TTL = 600;

/** For whom an access token is, and what it may be used for there. */
export interface Audience {
  /** resource identifiers; the issuer stands for userinfo */
  identifiers: string[];
  scopes: string[];
  format: "opaque" | "jwt";
  /** seconds */
  ttl: number;
}

/**
 * Picks the audience of an access token.
 * Without a `resource` parameter it is every API of the grant; with it, only the named ones, and only their scopes.
 * Throws `invalid_target` for a resource that does not exist or was not granted.
 *
 * @param scopes what may be used at most
 * @param requested the `resource` parameters of this token request
 * @param granted what the grant is for; null where no grant limits it (client_credentials)
 * @see RFC 8707 §2.2, RFC 9068 §3
 */
export async function pickAudience(
  { scopes, requested, granted }: { scopes: Scope[]; requested: string[]; granted: string[] | null },
  context: Pick<OAuthContext, "issuer" | "store">,
): Promise<Audience> {
  const audienceOf = (scope: Scope) => getResourceOfScope(scope, context.issuer);
  // offline_access belongs to the grant and to no API.
  const ofScopes = scopes.filter((scope) => scope.name !== "offline_access").map(audienceOf);
  const possible = new Set([...(granted ?? []), ...ofScopes]);
  for (const identifier of requested) {
    if (granted !== null && !possible.has(identifier)) throw invalidTarget(identifier);
  }
  const wanted = requested.length > 0 ? [...new Set(requested)] : [...possible];
  const resources: Resource[] = [];
  const identifiers: string[] = [];
  for (const identifier of wanted) {
    if (isOwnResource(identifier, context.issuer)) {
      identifiers.push(identifier);
      continue;
    }
    const resource = await context.store.findResource(identifier);
    if (resource !== null) {
      resources.push(resource);
      identifiers.push(identifier);
    } else if (requested.includes(identifier)) {
      throw invalidTarget(identifier);
    }
  }
  if (identifiers.length === 0) identifiers.push(context.issuer);
  return {
    identifiers,
    scopes: scopes
      .filter((scope) => scope.name === "offline_access" || identifiers.includes(audienceOf(scope)))
      .map((scope) => scope.name),
    format: resources.length > 0 && resources.every((each) => each.tokenFormat === "jwt") ? "jwt" : "opaque",
    ttl: resources.length > 0 ? Math.min(...resources.map((each) => each.accessTokenTtl)) : ACCESS_TOKEN_TTL,
  };
}

function invalidTarget(identifier: string): OAuthError {
  return new OAuthError("invalid_target", "resource is not an API that this token can be for", {
    cause: "resource_not_granted",
    values: { receivedResource: identifier },
  });
}
