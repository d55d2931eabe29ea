/** Where each endpoint is, below the issuer. The one list of protocol paths. */
export const ENDPOINT_PATHS = {
  authorization: "/oauth/authorize",
  token: "/oauth/token",
  userinfo: "/oauth/userinfo",
  revocation: "/oauth/revoke",
  introspection: "/oauth/introspect",
  jwks: "/oauth/jwks",
  registration: "/oauth/register",
  checkSession: "/oauth/check-session",
  endSession: "/oauth/end-session",
  openidConfiguration: "/.well-known/openid-configuration",
  authorizationServerMetadata: "/.well-known/oauth-authorization-server",
  userinfoResourceMetadata: "/.well-known/oauth-protected-resource",
  apiResourceMetadata: "/.well-known/oauth-protected-resource/api/v1",
} as const;
