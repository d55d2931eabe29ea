import type { OAuthContext } from "../context";
import type { Client, Resource, Scope } from "../model";
import { getResourceOfScope } from "../tokens/own-resources";
import { findResource, invalidTarget, requireResource } from "../tokens/resource-access";

/** Default lifetime of an access token, in seconds. */
export const ACCESS_TOKEN_TTL = 600;

/** The audience of an access token, and what the token may be used for there. */
export interface Audience extends Pick<Resource, "signingAlg" | "tokenTyp"> {
  /** resource identifiers; the issuer stands for userinfo */
  identifiers: string[];
  scopes: string[];
  format: "opaque" | "jwt";
  /** seconds */
  ttl: number;
}

/** A request for an access token. */
export interface AudienceRequest {
  client: Client;
  /** the most that the token may have; the client may ask for each of these */
  scopes: Scope[];
  /** the `resource` parameters of this token request */
  requested: string[];
  /** the APIs that the grant's request named; null where no grant limits the token (client_credentials) */
  granted: string[] | null;
}

/**
 * Picks the audience of an access token: one API, so that no API can use a token that it received at another API.
 *
 * 1. `resource` in the token request, or else the only one that the authorization request named: that API alone, with
 *    its scopes alone. Userinfo, which the issuer stands for, is such an API too.
 * 2. No `resource` in either: the API that the scopes belong to. With scopes about the person, the token is also good
 *   for userinfo, because clients that do not know `resource` use one token for both.
 * 3. Scopes of several APIs, or an authorization request that named several: `invalid_target`. Each token request must
 *   say which API it means.
 *
 * Also throws `invalid_target` for a resource that does not exist, was not granted, or that the client may not (or no
 * longer) ask for.
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
        throw invalidTarget(
          "resource_ambiguous",
          "resource must name exactly one API, the one that this access token is for",
          other,
        );
      }
    }
    if (granted !== null && ![...granted, ...ofScopes].includes(identifier)) {
      throw invalidTarget(
        "resource_not_granted",
        "resource is not an API that the user allowed: send one of the authorization request",
        asked,
      );
    }
    const own = scopes.filter((scope) => scope.name !== "offline_access" && apiOf(scope) === identifier);
    return describe([identifier], own, resource);
  }
  const [only, ...more] = ofScopes.filter((identifier) => identifier !== issuer);
  if (more.length > 0)
    throw invalidTarget(
      "resource_ambiguous",
      "resource is missing: the scopes belong to several APIs, so name the one that the token is for",
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
