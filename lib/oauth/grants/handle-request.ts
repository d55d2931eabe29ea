import { isUuid } from "../../uuid-v7";
import { liveConsent } from "../authorize/consent-lifetime";
import type { OAuthContext } from "../context";
import { OAuthError, onBehalfOf } from "../errors";
import type { Consent } from "../model";
import { findActiveAccessToken } from "../tokens/access-token";
import { readBearerToken } from "../tokens/bearer";
import { listClaimsOfScopes } from "../tokens/claims";
import { getResourceOfScope } from "../tokens/own-resources";
import { toScopeValue } from "../tokens/scopes";
import { jsonResponse } from "../wire/json-response";

/**
 * One grant of the client, by its `grant_id`: GET says what it holds, DELETE gives it back. The client needs an access token
 * of its own, by `client_credentials`, with the scope for that: one that a person allowed is in the hands of a browser or a
 * device, which is no place from which to end what other people allowed.
 * @see Grant Management for OAuth 2.0 §6
 */
export async function handleGrantsRequest(request: Request, context: OAuthContext): Promise<Response> {
  const isRevocation = request.method === "DELETE";
  const clientId = await requireClient(request, isRevocation ? "grant_management_revoke" : QUERY_SCOPE, context);
  return await onBehalfOf(clientId, async () => {
    const grantId = new URL(request.url).pathname.split("/").at(-1) ?? "";
    if (!isUuid(grantId)) throw unknownGrant();
    return isRevocation ? await revoke(clientId, grantId, context) : await query(clientId, grantId, context);
  });
}

const QUERY_SCOPE = "grant_management_query";

/** The client whose token this is. */
async function requireClient(request: Request, scope: string, context: OAuthContext): Promise<string> {
  const active = await findActiveAccessToken(readBearerToken(request, null), context);
  if (active === null) {
    throw new OAuthError("invalid_token", "The access token is unknown, expired or revoked", {
      cause: "access_token_unusable",
    });
  }
  const { accessToken } = active;
  return await onBehalfOf(accessToken.clientId, async () => {
    // RFC 8707 §2: a token for another API is not a token for this one, and that API could use one for both.
    if (!accessToken.audience.every((api) => api === context.issuer)) {
      throw new OAuthError("invalid_token", "The access token is for another API", {
        cause: "access_token_of_other_api",
      });
    }
    if (accessToken.userId !== null) {
      throw new OAuthError(
        "insufficient_scope",
        "A client manages grants by an access token of its own: ask for one by client_credentials",
        { cause: "access_token_of_person" },
      );
    }
    const client = await context.store.findClient(accessToken.clientId);
    if (client === null || client.grantManagement === null) {
      throw new OAuthError("unauthorized_client", "This client does not manage grants: set grant_management", {
        cause: "grant_management_off",
        status: 403,
      });
    }
    if (!accessToken.scopes.includes(scope)) {
      throw new OAuthError("insufficient_scope", `This request needs an access token with the scope ${scope}`, {
        cause: "access_token_scope",
        values: { expectedScope: scope },
      });
    }
    return accessToken.clientId;
  });
}

async function query(clientId: string, grantId: string, context: OAuthContext): Promise<Response> {
  const consent = liveConsent(await context.store.findGrantOf(clientId, grantId), context.now());
  if (consent === null) throw unknownGrant();
  return jsonResponse(await describe(consent, context), { headers: { "cache-control": "no-cache, no-store" } });
}

/** What a grant holds: its scopes with the API of each, those about the person first, and the claims that they bring. */
async function describe({ scopes, resources }: Consent, context: OAuthContext): Promise<Record<string, unknown>> {
  const names = scopes.map(({ name }) => name);
  const known = await context.store.findScopes(names);
  const ofApi = new Map<string, string[]>([context.issuer, ...resources].map((api) => [api, []]));
  for (const scope of known) {
    const api = getResourceOfScope(scope, context.issuer);
    ofApi.set(api, [...(ofApi.get(api) ?? []), scope.name]);
  }
  return {
    scopes: [...ofApi].flatMap(([api, own]) => {
      if (api !== context.issuer) return [{ scope: toScopeValue(own), resources: [api] }];
      return own.length > 0 ? [{ scope: toScopeValue(own) }] : [];
    }),
    claims: listClaimsOfScopes(names, known),
    authorization_details: [],
  };
}

async function revoke(clientId: string, grantId: string, context: OAuthContext): Promise<Response> {
  const consent = await context.store.returnGrant(clientId, grantId, context.now());
  if (consent === null) throw unknownGrant();
  const { userId, scopes, resources } = consent;
  context.record(
    {
      type: "consent.returned",
      outcome: "ok",
      clientId,
      userId,
      data: { scopes: scopes.map(({ name }) => name), resources },
    },
    null,
  );
  return new Response(null, { status: 204 });
}

function unknownGrant(): OAuthError {
  return new OAuthError("invalid_request", "There is no such grant of this client", {
    cause: "grant_id_unknown",
    status: 404,
  });
}
