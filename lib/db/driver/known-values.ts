import type { Resource, ScopeRisk } from "../../oauth/model";
import type { ClaimType } from "../../oauth/tokens/defined-claims";

/**
 * Makes a reader of a column with a few values. A value that is none of them was written by another version of the
 * portal, and counts as the one that allows least.
 */
export function known<const Value extends string>(
  values: readonly Value[],
  safest: NoInfer<Value>,
): (stored: string) => Value {
  return (stored) => values.find((value) => value === stored) ?? safest;
}

/** Which apps may ask for an API; an unknown policy admits those that the API lists. */
export const readClientPolicy: (stored: string) => Resource["clientPolicy"] = known(
  ["scopes", "open", "review", "listed"],
  "listed",
);

/** What an app may do with a scope; an unknown risk is shown as the highest. */
export const readScopeRisk: (stored: string) => ScopeRisk = known(
  ["identity", "read", "change", "sensitive"],
  "sensitive",
);

/** What the values of a claim are; those of an unknown type are read as text. */
export const readClaimType: (stored: string) => ClaimType = known(["text", "number", "flag", "list"], "text");

/** Who gives a claim its values; an unknown editor is an administrator. */
export const readClaimEditor = known(["administrator", "person"], "administrator");
