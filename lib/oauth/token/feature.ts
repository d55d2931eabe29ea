import { ASSERTION_ALGS } from "../algorithms";
import { AUTH_METHODS } from "../client/members";
import type { Feature } from "../feature";
import { TOKEN_PATH } from "../token-path";
import { redeemAuthorizationCode } from "./authorization-code";
import { grantClientCredentials } from "./client-credentials";
import { handleTokenRequest } from "./handle-request";
import { redeemRefreshToken } from "./refresh-token";

export const token = {
  endpoints: [
    {
      name: "token",
      path: TOKEN_PATH,
      metadataMember: "token_endpoint",
      methods: ["POST"],
      isCrossOrigin: true,
      errors: "json",
      guard: "failed-authentication",
      handle: handleTokenRequest,
    },
  ],
  grants: {
    authorization_code: redeemAuthorizationCode,
    refresh_token: redeemRefreshToken,
    client_credentials: grantClientCredentials,
  },
  metadata: () => ({
    token_endpoint_auth_methods_supported: AUTH_METHODS,
    token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGS,
  }),
} as const satisfies Feature;
