import type { OAuthContext } from "../context";
import { OAuthError } from "../errors";
import type { Client } from "../model";
import { findResource, invalidTarget } from "../resource-access";
import { PERSON_SCOPES, selectAllowedScopes, toScopeValue } from "../scopes";
import { type Audience, pickAudience } from "./audience";
import type { GrantHandler } from "./grant-handler";
import { prepareAccessToken, writeAccessToken } from "./issue";

/**
 * Gives a client a token of its own, without a person.
 * @see RFC 6749 §4.4
 */
export const grantClientCredentials: GrantHandler = async ({ params, client }, context) => {
  // RFC 6749 §4.4: MUST only be used by confidential clients.
  if (client.tokenEndpointAuthMethod === "none") {
    throw new OAuthError("unauthorized_client", "A public client cannot have tokens of its own", {
      cause: "public_client",
    });
  }
  // Nobody is asked here, so that a client which registered itself has what it registered and nothing else.
  const owner = client.isSelfRegistered ? { ...client, isSelfRegistered: false } : client;
  const asked = params.words("scope");
  const names = asked.length > 0 ? asked : client.scopes.filter((name) => !PERSON_SCOPES.includes(name));
  const allowed = selectAllowedScopes(names, owner, await context.store.findScopes(names));
  const isOfPeople = asked.some((name) => PERSON_SCOPES.includes(name));
  if (isOfPeople || asked.some((name) => !allowed.some((scope) => scope.name === name))) {
    throw new OAuthError("invalid_scope", "scope holds what this client cannot have for itself", {
      cause: isOfPeople ? "scope_of_people" : "scope_not_allowed",
      values: { receivedScope: asked.join(" "), expectedScope: client.scopes.join(" ") },
    });
  }
  const requested = params.list("resource");
  const audience = await pickAudience({ client: owner, scopes: allowed, requested, granted: null }, context);
  if (asked.length > 0 && audience.scopes.length === 0) {
    throw new OAuthError("invalid_scope", "scope holds none of this resource", {
      cause: "scope_of_other_api",
      values: { receivedScope: asked.join(" "), receivedResource: requested.join(" ") },
    });
  }
  if (isUnknownToEverybody(client, context)) await requireOpenApi(audience, context);
  const accessToken = prepareAccessToken(audience, context);
  const { clientId } = client;
  await context.store.createAccessToken({ ...accessToken.row, grantId: null, clientId, userId: null });
  return {
    userId: null,
    response: {
      access_token: await writeAccessToken(accessToken, { client, grant: null, audience }, context),
      token_type: "Bearer",
      expires_in: audience.ttl,
      // RFC 6749 §5.1: what was given, when it is not exactly what was asked for; here always.
      scope: toScopeValue(audience.scopes),
    },
  };
};

/** Whether no person and no operator had a part in this client: it registered itself where everybody may. */
function isUnknownToEverybody(client: Client, { registration }: Pick<OAuthContext, "registration">): boolean {
  const isVouchedFor = client.isTrusted || client.status === "verified";
  return client.isSelfRegistered && registration.mode === "open" && !isVouchedFor;
}

/**
 * A client chooses its scopes when it registers itself, and no person is asked here: without this, whoever registers
 * would have tokens for every API with a public scope.
 * Throws `invalid_target` unless the API lets everybody in.
 */
async function requireOpenApi({ identifiers, scopes }: Audience, context: OAuthContext): Promise<void> {
  for (const identifier of identifiers) {
    // A token for the portal without a scope is good for nothing.
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
