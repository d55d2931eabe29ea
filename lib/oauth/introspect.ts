import { ASSERTION_ALGS } from "./algorithms";
import { authenticateClient } from "./client/authentication";
import { AUTH_METHODS } from "./client/members";
import type { OAuthContext } from "./context";
import { OAuthError, onBehalfOf } from "./errors";
import type { Feature } from "./feature";
import type { AccessToken, Client, Resource } from "./model";
import { hashSecret, REFRESH_TOKEN_PREFIX } from "./secrets";
import { refreshEnd } from "./token/issue";
import { findActiveAccessToken } from "./tokens/access-token";
import { toScopeValue } from "./tokens/scopes";
import { subjectFor } from "./tokens/subject";
import { jsonResponse } from "./wire/json-response";
import { readFormParams } from "./wire/params";

/**
 * The introspection endpoint. It describes a token to the API that the token is for, with the scopes of that API, and
 * to the client that got the token. Everybody else gets `active: false`, as for a token that is not valid.
 * @see RFC 7662 §2
 */
export async function handleIntrospectionRequest(request: Request, context: OAuthContext): Promise<Response> {
  const params = await readFormParams(request);
  params.refuseRepeated();
  const { client, secretId } = await authenticateClient(request, params, context);
  return await onBehalfOf(client.clientId, async () => {
    // RFC 7662 §2.1: the endpoint MUST require authorization, so that nobody can scan for tokens.
    if (client.tokenEndpointAuthMethod === "none") {
      throw new OAuthError("invalid_client", "Client authentication failed", { cause: "public_client" });
    }
    const token = params.require("token");
    const answer = token.startsWith(REFRESH_TOKEN_PREFIX)
      ? await describeRefreshToken(token, client, context)
      : await describeAccessToken(token, { client, needed: params.words("scope") }, context);
    const data = secretId === null ? {} : { secretId };
    context.record({ type: "token.introspected", outcome: "ok", clientId: client.clientId, data }, request);
    // RFC 7662 §2.2: the answer says nothing else about a token that is not active.
    return jsonResponse(answer ?? { active: false });
  });
}

/**
 * @param needed the scopes that the API needs for the call, if it says so: only those count as used. RFC 7662 §2.1 allows
 *   parameters that give context.
 */
async function describeAccessToken(
  token: string,
  { client, needed }: { client: Client; needed: readonly string[] },
  context: OAuthContext,
) {
  const active = await findActiveAccessToken(token, context);
  if (active === null) return null;
  const { accessToken, grant } = active;
  const visible = await findVisible(accessToken, client, context);
  if (visible === null) return null;
  if (grant !== null && accessToken.clientId !== client.clientId) {
    const used = needed.length === 0 ? visible.scopes : visible.scopes.filter((name) => needed.includes(name));
    context.noteUse({ grantId: grant.grantId, scopes: used, at: context.now() });
  }
  const [only, ...others] = visible.audience;
  return {
    active: true,
    iss: context.issuer,
    sub: accessToken.userId === null ? accessToken.clientId : subjectFor(active, accessToken.userId, context),
    aud: others.length === 0 ? only : visible.audience,
    client_id: accessToken.clientId,
    token_type: "Bearer",
    scope: toScopeValue(visible.scopes),
    iat: toSeconds(accessToken.createdAt),
    exp: toSeconds(accessToken.expiresAt),
    // RFC 9470 §6.2: an API needs these members to ask for a stronger sign-in.
    ...(grant && { auth_time: toSeconds(grant.authenticatedAt) }),
    ...(grant && grant.acr !== null && { acr: grant.acr }),
  };
}

/** What this client may see of a token; null: nothing. */
async function findVisible(
  accessToken: AccessToken,
  client: Client,
  context: OAuthContext,
): Promise<Pick<AccessToken, "audience" | "scopes"> | null> {
  if (accessToken.clientId === client.clientId) return accessToken;
  const identifiers = accessToken.audience.filter((identifier) => identifier !== context.issuer);
  const resources = await Promise.all(identifiers.map((identifier) => context.store.findResource(identifier)));
  const own = resources.filter(
    (resource): resource is Resource => resource !== null && resource.introspectionClientId === client.clientId,
  );
  if (own.length === 0) return null;
  return {
    audience: own.map((resource) => resource.identifier),
    scopes: accessToken.scopes.filter((name) => own.some((resource) => resource.scopes.includes(name))),
  };
}

async function describeRefreshToken(token: string, client: Client, context: OAuthContext) {
  const found = await context.store.findRefreshToken(hashSecret(token));
  if (found === null || found.refreshToken.clientId !== client.clientId) return null;
  const { refreshToken, grant, subject } = found;
  const end = new Date(Math.min(refreshToken.expiresAt.getTime(), refreshEnd(grant, context).getTime()));
  const isOver =
    refreshToken.revokedAt !== null ||
    refreshToken.consumedAt !== null ||
    end <= context.now() ||
    grant.revokedAt !== null ||
    subject.suspendedAt !== null;
  if (isOver) return null;
  return {
    active: true,
    iss: context.issuer,
    sub: subjectFor(client, grant.userId, context),
    client_id: refreshToken.clientId,
    scope: toScopeValue(refreshToken.scopes),
    iat: toSeconds(refreshToken.createdAt),
    exp: toSeconds(end),
  };
}

function toSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

export const introspect = {
  endpoints: [
    {
      name: "introspect",
      path: "/oauth/introspect",
      metadataMember: "introspection_endpoint",
      methods: ["POST"],
      isCrossOrigin: false,
      errors: "json",
      guard: "failed-authentication",
      handle: handleIntrospectionRequest,
    },
  ],
  metadata: () => ({
    introspection_endpoint_auth_methods_supported: AUTH_METHODS.filter((method) => method !== "none"),
    introspection_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGS,
  }),
} as const satisfies Feature;
