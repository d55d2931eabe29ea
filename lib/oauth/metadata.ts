import { ACR_VALUES } from "./acr";
import { PROMPTS } from "./authorize/parse-request";
import { listResponseModes, listResponseTypes } from "./authorize/response-types";
import { STANDARD_CLAIMS } from "./claims";
import { ASSERTION_ALGS } from "./client-assertion";
import { AUTH_METHODS } from "./client-authentication";
import { REQUEST_OBJECT_ALGS } from "./client-jwt";
import type { OAuthContext } from "./context";
import { answerDocument } from "./document";
import { ENDPOINT_PATHS } from "./endpoint-paths";
import { SIGNING_ALGS } from "./own-jwt";
import { listGrantTypes } from "./token/handle-request";

/**
 * What this server can do, in the words of both standards: the same document at both addresses.
 * It names what is implemented and nothing else.
 * @see RFC 8414 §2, OpenID Connect Discovery §3
 */
export async function handleMetadataRequest(request: Request, context: OAuthContext): Promise<Response> {
  const { issuer } = context;
  const scopes = await context.store.listScopes();
  const confidential = AUTH_METHODS.filter((method) => method !== "none");
  const metadata = {
    issuer,
    authorization_endpoint: issuer + ENDPOINT_PATHS.authorization,
    token_endpoint: issuer + ENDPOINT_PATHS.token,
    userinfo_endpoint: issuer + ENDPOINT_PATHS.userinfo,
    revocation_endpoint: issuer + ENDPOINT_PATHS.revocation,
    introspection_endpoint: issuer + ENDPOINT_PATHS.introspection,
    end_session_endpoint: issuer + ENDPOINT_PATHS.endSession,
    check_session_iframe: issuer + ENDPOINT_PATHS.checkSession,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: true,
    jwks_uri: issuer + ENDPOINT_PATHS.jwks,
    ...(context.registration.mode !== "closed" && { registration_endpoint: issuer + ENDPOINT_PATHS.registration }),
    scopes_supported: scopes.filter((scope) => scope.isPublic).map((scope) => scope.name),
    response_types_supported: listResponseTypes(context),
    response_modes_supported: listResponseModes(context),
    grant_types_supported: listGrantTypes(context),
    token_endpoint_auth_methods_supported: AUTH_METHODS,
    token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGS,
    revocation_endpoint_auth_methods_supported: AUTH_METHODS,
    revocation_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGS,
    introspection_endpoint_auth_methods_supported: confidential,
    introspection_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGS,
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
    acr_values_supported: ACR_VALUES,
    subject_types_supported: ["public", "pairwise"],
    id_token_signing_alg_values_supported: SIGNING_ALGS,
    userinfo_signing_alg_values_supported: SIGNING_ALGS,
    prompt_values_supported: PROMPTS,
    claim_types_supported: ["normal"],
    claims_supported: [
      "sub",
      "iss",
      "aud",
      "exp",
      "iat",
      "auth_time",
      "nonce",
      "sid",
      "acr",
      "amr",
      ...STANDARD_CLAIMS,
    ],
    claims_parameter_supported: true,
    request_parameter_supported: true,
    request_uri_parameter_supported: true,
    // OpenID Connect Discovery §3: only addresses that the client has registered are read.
    require_request_uri_registration: true,
    request_object_signing_alg_values_supported: REQUEST_OBJECT_ALGS,
  };
  return answerDocument(request, metadata);
}
