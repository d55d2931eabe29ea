import type { OAuthContext } from "../context";
import { OAuthError } from "../errors";
import type { Client, Resource } from "../model";
import type { RefusalCause } from "../refusal-causes";
import { findOwnResource } from "./own-resources";
import { normalizeResourceIdentifier } from "./resource-identifier";
import { meetsPolicy, selectAllowedScopes } from "./scopes";

/** Finds a registered API by an identifier that may be written differently. @see RFC 3986 §6.2 */
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
 * Whether a client may have tokens for an API, by the API's policy. By default, an app reaches the APIs that it may ask
 * a scope of.
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
 * The registered API that a `resource` parameter names. The issuer stands for userinfo. Throws `invalid_target` for an
 * unknown or malformed identifier, and for an API that the client may not ask for.
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
  if (resource === null)
    throw invalidTarget(
      "resource_unknown",
      "resource is not the identifier of an API that is registered here",
      identifier,
    );
  if (!(await mayAskFor(client, resource, context))) {
    throw invalidTarget("resource_not_allowed", refusals[resource.clientPolicy], identifier);
  }
  return { identifier: resource.identifier, resource };
}

const refusals: Readonly<Record<Resource["clientPolicy"], string>> = {
  scopes: "This client may not request this resource: it has none of the API's scopes",
  open: "Every client may request this resource",
  review: "This client may not request this resource: only verified apps may",
  listed: "This client may not request this resource: it is not on the API's list of apps",
};

/** @param identifier the value of `resource`, or what stands in for it */
export function invalidTarget(cause: RefusalCause, description: string, identifier: string): OAuthError {
  return new OAuthError("invalid_target", description, { cause, values: { receivedResource: identifier } });
}
