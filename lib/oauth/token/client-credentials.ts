import type { OAuthContext } from "../context";
import { OAuthError } from "../errors";
import type { GrantHandler } from "../feature";
import type { Client } from "../model";
import { findResource, invalidTarget } from "../tokens/resource-access";
import { GRANT_MANAGEMENT_SCOPES, PERSON_SCOPES, selectAllowedScopes, toScopeValue } from "../tokens/scopes";
import { type Audience, pickAudience } from "./audience";
import { prepareAccessToken, writeAccessToken } from "./issue";

/**
 * Gives a client a token of its own, without a person.
 * @see RFC 6749 §4.4
 */
export const grantClientCredentials: GrantHandler = async ({ params, client }, context) => {
  // RFC 6749 §4.4: MUST only be used by confidential clients.
  if (client.tokenEndpointAuthMethod === "none") {
    throw new OAuthError(
      "unauthorized_client",
      "Public clients cannot use client_credentials: register a client that authenticates",
      {
        cause: "public_client",
      },
    );
  }
  // Nobody is asked here, so a client that registered itself gets only the scopes that it registered.
  const owner = client.isSelfRegistered ? { ...client, isSelfRegistered: false } : client;
  const asked = params.words("scope");
  const known = await context.store.findScopes(asked.length > 0 ? asked : client.scopes);
  const ofPeople = new Set([...PERSON_SCOPES, ...known.flatMap(({ name, claims }) => (claims.length > 0 ? name : []))]);
  const isDefault = (name: string) => !ofPeople.has(name) && !GRANT_MANAGEMENT_SCOPES.includes(name);
  const names = asked.length > 0 ? asked : client.scopes.filter(isDefault);
  const allowed = selectAllowedScopes(names, owner, known);
  const isOfPeople = asked.some((name) => ofPeople.has(name));
  if (isOfPeople || asked.some((name) => !allowed.some((scope) => scope.name === name))) {
    throw new OAuthError(
      "invalid_scope",
      "scope contains a scope that this client cannot get by client_credentials: request scopes of APIs only",
      {
        cause: isOfPeople ? "scope_of_people" : "scope_not_allowed",
        values: { receivedScope: asked.join(" "), expectedScope: client.scopes.join(" ") },
      },
    );
  }
  const requested = params.list("resource");
  const audience = await pickAudience({ client: owner, scopes: allowed, requested, granted: null }, context);
  if (asked.length > 0 && audience.scopes.length === 0) {
    throw new OAuthError("invalid_scope", "scope contains no scope of this resource", {
      cause: "scope_of_other_api",
      values: { receivedScope: asked.join(" "), receivedResource: requested.join(" ") },
    });
  }
  if (isUnknownToEverybody(client, context)) await requireOpenApi(audience, context);
  const accessToken = await prepareAccessToken(audience, context);
  const { clientId } = client;
  await context.store.createAccessToken({ ...accessToken.row, grantId: null, clientId, userId: null });
  return {
    userId: null,
    grantId: null,
    response: {
      access_token: await writeAccessToken(accessToken, { client, grant: null, audience }, context),
      token_type: "Bearer",
      expires_in: audience.ttl,
      // RFC 6749 §5.1: scope is required when it differs from the request. This answer always has it.
      scope: toScopeValue(audience.scopes),
    },
  };
};

/** Whether neither a person nor the operator approved this client: it registered itself where everybody may. */
function isUnknownToEverybody(client: Client, { registration }: Pick<OAuthContext, "registration">): boolean {
  const isVouchedFor = client.isTrusted || client.status === "verified";
  return client.isSelfRegistered && registration.mode === "open" && !isVouchedFor;
}

/**
 * Throws `invalid_target` unless the API is open to everybody. A self-registered client chose its own scopes and no
 * person is asked here, so without this check every such client could get tokens for every API with a public scope.
 */
async function requireOpenApi({ identifiers, scopes }: Audience, context: OAuthContext): Promise<void> {
  for (const identifier of identifiers) {
    // A token for the portal without a scope is useless.
    if (identifier === context.issuer && scopes.length === 0) continue;
    const resource = await findResource(identifier, context);
    if (resource?.clientPolicy === "open") continue;
    throw invalidTarget(
      "resource_not_allowed",
      "A client that registered itself has tokens of its own for open APIs only, until an administrator has verified it",
      identifier,
    );
  }
}
