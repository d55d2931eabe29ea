import type { OAuthContext } from "../context";
import type { Client, Resource, Scope } from "../model";
import { getResourceOfScope } from "../own-resources";
import { findResource, invalidTarget, requireResource } from "../resource-access";

/** How long an access token counts where its API says nothing else, in seconds. */
export const ACCESS_TOKEN_TTL = 600;

/** For whom an access token is, and what it may be used for there. */
export interface Audience extends Pick<Resource, "signingAlg" | "tokenTyp"> {
  /** resource identifiers; the issuer stands for userinfo */
  identifiers: string[];
  scopes: string[];
  format: "opaque" | "jwt";
  /** seconds */
  ttl: number;
}

/** What an access token is asked for. */
export interface AudienceRequest {
  client: Client;
  /** what may be used at most; the client may ask for each of them */
  scopes: Scope[];
  /** the `resource` parameters of this token request */
  requested: string[];
  /** the APIs that the grant's request named; null where no grant limits it (client_credentials) */
  granted: string[] | null;
}

/**
 * Picks the audience of an access token: one API, so that no API can use what it was sent at another.
 *
 * 1. `resource` in the token request, or else the only one that the authorization request named: that API alone, with
 *    its scopes alone. Userinfo, which the issuer stands for, is such an API too.
 * 2. No `resource` in either: the API of the scopes. Where scopes about the person go with it, the token is also good
 *    for userinfo: that is what clients send that know no `resource`, and they have one token for both.
 * 3. Scopes of several APIs, or an authorization request that named several: `invalid_target`. The token request says
 *    which one, each time.
 *
 * Throws `invalid_target` also for a resource that does not exist, was not granted, or that the client may not ask for
 * (any more).
 * @see RFC 8707 §2, §2.2; RFC 9068 §3, §5
 */
export async function pickAudience(
  request: AudienceRequest,
  context: Pick<OAuthContext, "issuer" | "store">,
): Promise<Audience> {
  const { client, scopes, requested, granted } = request;
  const { issuer } = context;
  const apiOf = (scope: Scope) => getResourceOfScope(scope, issuer);
  // offline_access belongs to the grant and to no API.
  const ofScopes = [...new Set(scopes.filter((scope) => scope.name !== "offline_access").map(apiOf))];
  const [asked, ...others] = requested.length > 0 ? requested : (granted ?? []);
  if (asked !== undefined) {
    const { identifier, resource } = await requireResource(asked, client, context);
    for (const other of others) {
      if ((await requireResource(other, client, context)).identifier !== identifier) {
        throw invalidTarget("resource_ambiguous", "resource must name one API: the one that this token is for", other);
      }
    }
    if (granted !== null && ![...granted, ...ofScopes].includes(identifier)) {
      throw invalidTarget("resource_not_granted", "resource is not an API that was allowed", asked);
    }
    const own = scopes.filter((scope) => scope.name !== "offline_access" && apiOf(scope) === identifier);
    return describe([identifier], own, resource);
  }
  const [only, ...more] = ofScopes.filter((identifier) => identifier !== issuer);
  if (more.length > 0)
    throw invalidTarget(
      "resource_ambiguous",
      "resource is missing: the scopes are of several APIs",
      ofScopes.join(" "),
    );
  if (only === undefined) return describe([issuer], scopes, null);
  return describe(ofScopes, scopes, await findResource(only, context));
}

function describe(identifiers: string[], scopes: Scope[], resource: Resource | null): Audience {
  return {
    identifiers,
    scopes: scopes.map((scope) => scope.name),
    format: resource?.tokenFormat ?? "opaque",
    signingAlg: resource?.signingAlg ?? "RS256",
    tokenTyp: resource?.tokenTyp ?? "at+jwt",
    ttl: resource?.accessTokenTtl ?? ACCESS_TOKEN_TTL,
  };
}
