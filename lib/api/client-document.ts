import type { ClientDetails } from "../db/clients";
import type { PendingChanges } from "../oauth/register/review";

/** A client by its names on the wire. @see RFC 7591 §2, §3.2.1 */
export function toClientDocument(client: ClientDetails): Record<string, unknown> {
  return {
    client_id: client.clientId,
    client_id_issued_at: Math.floor(client.createdAt.getTime() / 1000),
    client_name: client.name,
    kind: client.kind,
    status: client.status,
    is_suspended: client.suspendedAt !== null,
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    scope: client.scopes.join(" "),
    optional_scope: client.optionalScopes.join(" "),
    grant_types: client.grantTypes,
    response_types: client.responseTypes,
    token_endpoint_auth_method: client.tokenEndpointAuthMethod,
    require_registered_auth_method: client.requireRegisteredAuthMethod,
    token_endpoint_auth_signing_alg: client.tokenEndpointAuthSigningAlg,
    jwks: client.jwks,
    jwks_uri: client.jwksUri,
    require_pkce: client.requirePkce || client.tokenEndpointAuthMethod === "none",
    id_token_claims: client.idTokenClaims,
    id_token_signed_response_alg: client.idTokenSignedResponseAlg,
    userinfo_signed_response_alg: client.userinfoSignedResponseAlg,
    request_object_signing_alg: client.requestObjectSigningAlg,
    request_uris: client.requestUris,
    subject_type: client.pairwiseSector === null ? "public" : "pairwise",
    sector_identifier_uri: client.sectorIdentifierUri,
    default_max_age: client.defaultMaxAge,
    require_auth_time: client.requireAuthTime,
    default_acr_values: client.defaultAcrValues,
    client_uri: client.clientUri,
    logo_uri: client.logoUri,
    policy_uri: client.policyUri,
    tos_uri: client.tosUri,
    publisher: client.publisher,
    contacts: client.contacts,
    initiate_login_uri: client.initiateLoginUri,
    backchannel_logout_uri: client.backchannelLogoutUri,
    backchannel_logout_session_required: client.backchannelLogoutSessionRequired,
    frontchannel_logout_uri: client.frontchannelLogoutUri,
    frontchannel_logout_session_required: client.frontchannelLogoutSessionRequired,
    pending_changes: client.pendingChanges && toPendingDocument(client.pendingChanges),
    updated_at: client.updatedAt.toISOString(),
  };
}

/** What a verified client asked to change and no administrator has looked at. */
function toPendingDocument({ scopes, hosts, logo, ...pending }: PendingChanges): Record<string, unknown> {
  const document = {
    client_name: pending.name,
    kind: pending.kind,
    token_endpoint_auth_method: pending.tokenEndpointAuthMethod,
    scope: scopes?.join(" "),
    client_uri: pending.clientUri,
    logo_uri: pending.logoUri,
    policy_uri: pending.policyUri,
    tos_uri: pending.tosUri,
    publisher: pending.publisher,
    initiate_login_uri: pending.initiateLoginUri,
    redirect_hosts: hosts,
    logo,
  };
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined));
}
