import { getEnv } from "../env";
import { authorize } from "../oauth/authorize/feature";
import { introspect } from "../oauth/introspect";
import { jwks } from "../oauth/jwks";
import { endSession } from "../oauth/logout/end-session";
import { openidConfiguration } from "../oauth/metadata";
import { revoke } from "../oauth/revoke";
import { token } from "../oauth/token/feature";
import { userinfo } from "../oauth/userinfo";

/**
 * The addresses that a developer needs, by the names of the catalogue. All of them are also in the discovery document.
 */
export function listEndpoints() {
  const { issuer } = getEnv();
  return {
    issuer,
    discovery: issuer + openidConfiguration.path,
    endpoints: [
      { name: "authorization", url: issuer + authorize.endpoints[0].path },
      { name: "token", url: issuer + token.endpoints[0].path },
      { name: "userinfo", url: issuer + userinfo.endpoints[0].path },
      { name: "jwks", url: issuer + jwks.endpoints[0].path },
      { name: "introspection", url: issuer + introspect.endpoints[0].path },
      { name: "revocation", url: issuer + revoke.endpoints[0].path },
      { name: "endSession", url: issuer + endSession.endpoints[0].path },
    ] as const,
  };
}
