import type { OAuthContext } from "./context";
import { OAuthError } from "./errors";
import type { Client, Resource } from "./model";
import { findOwnResource } from "./own-resources";
import type { RefusalCause } from "./refusal-causes";
import { normalizeResourceIdentifier } from "./resource-identifier";
import { meetsPolicy, selectAllowedScopes } from "./scopes";

/** A registered API by an identifier that may be written differently. @see RFC 3986 §6.2 */
export async function findResource(
  identifier: string,
  { issuer, store }: Pick<OAuthContext, "issuer" | "store">,
): Promise<Resource | null> {
  const asked = findOwnResource(identifier, issuer) ?? identifier;
  const found = await store.findResource(asked);
  if (found !== null) return found;
  const normal = normalizeResourceIdentifier(asked);
  return normal === null || normal === asked ? null : await store.findResource(normal);
}

/**
 * Whether a client may have tokens for an API: what the API's policy says. Without one that says otherwise, an app
 * reaches the APIs of which it may ask for a scope.
 * @see RFC 8707 §2, RFC 9068 §5
 */
export async function mayAskFor(
  client: Client,
  resource: Resource,
  context: Pick<OAuthContext, "store">,
): Promise<boolean> {
  if (resource.clientPolicy !== "scopes") return meetsPolicy(client, resource);
  return selectAllowedScopes(resource.scopes, client, await context.store.findScopes(resource.scopes)).length > 0;
}

/**
 * The API that a `resource` parameter names, as it is registered; the portal's own is the issuer, which stands for
 * userinfo. Throws `invalid_target` for an unknown or malformed one, and for one that the client may not ask for.
 * @see RFC 8707 §2
 */
export async function requireResource(
  identifier: string,
  client: Client,
  context: Pick<OAuthContext, "issuer" | "store">,
): Promise<{ identifier: string; resource: Resource | null }> {
  if (findOwnResource(identifier, context.issuer) === context.issuer) {
    return { identifier: context.issuer, resource: null };
  }
  const resource = await findResource(identifier, context);
  if (resource === null) throw invalidTarget("resource_unknown", "resource must be an API of this server", identifier);
  if (!(await mayAskFor(client, resource, context))) {
    throw invalidTarget("resource_not_allowed", refusals[resource.clientPolicy], identifier);
  }
  return { identifier: resource.identifier, resource };
}

const refusals: Readonly<Record<Resource["clientPolicy"], string>> = {
  scopes: "This client may not ask for this resource: it has none of its scopes",
  open: "Every client may ask for this resource",
  review: "This client may not ask for this resource: only verified apps may",
  listed: "This client may not ask for this resource: it is not among the apps that may",
};

/** @param identifier what came as `resource`, or stands for it */
export function invalidTarget(cause: RefusalCause, description: string, identifier: string): OAuthError {
  return new OAuthError("invalid_target", description, { cause, values: { receivedResource: identifier } });
}
