import { REQUEST_OBJECT_ALGS } from "../algorithms";
import { listResponseTypes, RESPONSE_MODES } from "../client/response-types";
import type { Feature } from "../feature";
import { ACR_VALUES } from "../tokens/acr";
import { AUTHORIZE_CHECKS } from "./checks";
import { AUTHORIZATION_PATH, handleAuthorizeRequest } from "./handle-request";
import { PROMPTS } from "./person-checks";

export const authorize = {
  endpoints: [
    {
      name: "authorize",
      path: AUTHORIZATION_PATH,
      metadataMember: "authorization_endpoint",
      methods: ["GET", "POST"],
      isCrossOrigin: false,
      errors: "page",
      browserSteps: ["require-navigation", "move-to-own-address"],
      handle: handleAuthorizeRequest,
    },
  ],
  authorizeChecks: AUTHORIZE_CHECKS,
  metadata: (context) => ({
    response_types_supported: listResponseTypes(context),
    response_modes_supported: RESPONSE_MODES,
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
    acr_values_supported: ACR_VALUES,
    prompt_values_supported: PROMPTS,
    ui_locales_supported: context.locales,
    claims_parameter_supported: true,
    request_parameter_supported: true,
    request_uri_parameter_supported: true,
    // OpenID Connect Discovery §3: the server reads only addresses that the client has registered.
    require_request_uri_registration: true,
    request_object_signing_alg_values_supported: REQUEST_OBJECT_ALGS,
  }),
} as const satisfies Feature;
