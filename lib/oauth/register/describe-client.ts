import { isNative } from "../redirect-uri";
import type { ClientSettings } from "./settings";

/**
 * A client's metadata as it is registered now, by its names on the wire; what the client has not is left out.
 * @see RFC 7591 §3.2.1, OpenID Connect Dynamic Client Registration §3.2
 */
export function toWireMetadata(settings: ClientSettings): Record<string, unknown> {
  const members = {
    ...settings.metadata,
    client_name: settings.name,
    redirect_uris: settings.redirectUris,
    post_logout_redirect_uris: settings.postLogoutRedirectUris,
    application_type: isNative(settings.kind) ? "native" : "web",
    token_endpoint_auth_method: settings.tokenEndpointAuthMethod,
    token_endpoint_auth_signing_alg: settings.tokenEndpointAuthSigningAlg,
    jwks: settings.jwks,
    jwks_uri: settings.jwksUri,
    request_object_signing_alg: settings.requestObjectSigningAlg,
    request_uris: settings.requestUris,
    scope: settings.scopes.join(" "),
    contacts: settings.contacts,
    client_uri: settings.clientUri,
    logo_uri: settings.logoUri,
    policy_uri: settings.policyUri,
    tos_uri: settings.tosUri,
    id_token_signed_response_alg: settings.idTokenSignedResponseAlg,
    userinfo_signed_response_alg: settings.userinfoSignedResponseAlg,
    subject_type: settings.pairwiseSector === null ? "public" : "pairwise",
    sector_identifier_uri: settings.sectorIdentifierUri,
    initiate_login_uri: settings.initiateLoginUri,
    default_max_age: settings.defaultMaxAge,
    default_acr_values: settings.defaultAcrValues,
    backchannel_logout_uri: settings.backchannelLogoutUri,
    frontchannel_logout_uri: settings.frontchannelLogoutUri,
  };
  const isThere = (value: unknown) => value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
  return {
    ...Object.fromEntries(Object.entries(members).filter(([, value]) => isThere(value))),
    grant_types: settings.grantTypes,
    response_types: settings.responseTypes,
    require_auth_time: settings.requireAuthTime,
    require_pkce: settings.requirePkce,
    require_registered_auth_method: settings.requireRegisteredAuthMethod,
    id_token_claims: settings.idTokenClaims,
    ...(settings.backchannelLogoutUri !== null && {
      backchannel_logout_session_required: settings.backchannelLogoutSessionRequired,
    }),
    ...(settings.frontchannelLogoutUri !== null && {
      frontchannel_logout_session_required: settings.frontchannelLogoutSessionRequired,
    }),
  };
}
