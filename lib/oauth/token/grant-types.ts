import type { Feature, GrantHandler } from "../feature";

/** The handler of a grant type; null: there is none. */
export function findGrant(features: readonly Feature[], grantType: string): GrantHandler | null {
  for (const { grants } of features) {
    // Not `in`, so that a client cannot name a member that every object has.
    if (grants && Object.hasOwn(grants, grantType)) return grants[grantType] ?? null;
  }
  return null;
}

/** The grant types of the token endpoint. */
export function listTokenGrants(features: readonly Feature[]): string[] {
  return features.flatMap(({ grants = {} }) => Object.keys(grants));
}

/**
 * The grant types that clients can be registered for. `implicit` has no token request, but a registration (RFC 7591
 * §2).
 */
export function listGrantTypes({
  features,
  legacyResponseTypes,
}: {
  features: readonly Feature[];
  legacyResponseTypes: boolean;
}): string[] {
  return [...listTokenGrants(features), ...(legacyResponseTypes ? ["implicit"] : [])];
}
