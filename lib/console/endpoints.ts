import { getEnv } from "../env";

/** The addresses that a developer needs, by the names of the catalogue. All of them stand in the discovery document too. */
export function listEndpoints() {
  const { issuer } = getEnv();
  return {
    issuer,
    discovery: `${issuer}/.well-known/openid-configuration`,
    endpoints: [
      { name: "authorization", url: `${issuer}/oauth/authorize` },
      { name: "token", url: `${issuer}/oauth/token` },
      { name: "userinfo", url: `${issuer}/oauth/userinfo` },
      { name: "jwks", url: `${issuer}/oauth/jwks` },
      { name: "introspection", url: `${issuer}/oauth/introspect` },
      { name: "revocation", url: `${issuer}/oauth/revoke` },
      { name: "endSession", url: `${issuer}/oauth/end-session` },
    ] as const,
  };
}
