import type { ClientDetails } from "../db/clients";

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
    id_token_signed_response_alg: client.idTokenSignedResponseAlg,
    require_pkce: client.requirePkce,
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
    updated_at: client.updatedAt.toISOString(),
  };
}
