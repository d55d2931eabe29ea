import { OAuthError } from "../errors";
import type { AuthorizeCheck } from "../feature";
import type { Scope } from "../model";
import { listScopesOfClaims, parseClaimsRequest, withoutForbiddenClaims } from "../tokens/claims";
import { getResourceOfScope } from "../tokens/own-resources";
import { requireResource } from "../tokens/resource-access";
import { meetsPolicy, selectAllowedScopes } from "../tokens/scopes";

/** RFC 8707 §2: an unknown or malformed resource, or one that the client may not ask for, is invalid_target. */
export const readResources: AuthorizeCheck["run"] = async ({ params, client }, context) => {
  const identifiers = new Set<string>();
  for (const asked of params.list("resource")) {
    identifiers.add((await requireResource(asked, client, context)).identifier);
  }
  return { resources: [...identifiers] };
};

/** @see RFC 6749 §3.3, RFC 8707 §2.1 */
export const readScopes: AuthorizeCheck["run"] = async ({ params, client, values, request }, context) => {
  const asked = params.words("scope");
  // RFC 6749 §3.3: a request without scope gets the default: the scopes that the client always needs.
  const isDefault = asked.length === 0;
  const names = isDefault
    ? client.scopes.filter((name) => !client.optionalScopes.includes(name) && name !== "offline_access")
    : asked;
  const known = await context.store.findScopes(names);
  const possible = selectAllowedScopes(names, client, known);
  const allowed = possible
    .filter((scope) => isForOneOf(scope, values.resources, context.issuer))
    // OIDC Core §11: offline_access is ignored where the client can get no refresh token.
    .filter(({ name }) => name !== "offline_access" || client.grantTypes.includes("refresh_token"));
  if (allowed.length === 0 && !isDefault) {
    const isKeptOut = known.some((scope) => !meetsPolicy(client, scope));
    throw new OAuthError("invalid_scope", "scope must contain at least one scope that this client may request", {
      cause: isKeptOut ? "resource_not_allowed" : "scope_not_allowed",
      values: { receivedScope: asked.join(" "), expectedScope: client.scopes.join(" ") },
    });
  }
  const ignored = asked.filter((name) => !possible.some((scope) => scope.name === name));
  if (ignored.length > 0) {
    // RFC 6749 §3.3: the request goes on without them, so the developers hear of it in another way.
    const data = { receivedScope: ignored.join(" "), expectedScope: client.scopes.join(" ") };
    context.record({ type: "authorize.scope_ignored", outcome: "ok", clientId: client.clientId, data }, request);
  }
  return { scopes: allowed.map((scope) => scope.name) };
};

// RFC 8707 §2.1: scopes apply to the named resources. Scopes about the person apply to the sign-in itself.
function isForOneOf(scope: Scope, resources: string[], issuer: string): boolean {
  const resource = getResourceOfScope(scope, issuer);
  return resources.length === 0 || resource === issuer || resources.includes(resource);
}

/** @see OIDC Core §5.5 */
export const readClaims: AuthorizeCheck["run"] = async ({ params, client }, context) => {
  const text = params.get("claims");
  if (text === null) return undefined;
  const claims = parseClaimsRequest(text, await context.store.listScopes());
  const names = listScopesOfClaims(claims);
  const known = await context.store.findScopes(names);
  // The claims parameter releases no claim that the client may not ask for by scope.
  const allowed = selectAllowedScopes(names, client, known).map((scope) => scope.name);
  return { claims: withoutForbiddenClaims(claims, allowed) };
};
