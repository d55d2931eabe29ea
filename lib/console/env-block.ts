import { authorize } from "../oauth/authorize/feature";
import { jwks } from "../oauth/jwks";
import { openidConfiguration } from "../oauth/metadata";
import { token } from "../oauth/token/feature";
import { userinfo } from "../oauth/userinfo";
import type { Framework } from "./frameworks";

export interface EnvBlockClient {
  issuer: string;
  clientId: string;
  /** null for public clients: the line is left out */
  clientSecret: string | null;
  redirectUri?: string;
  /** the framework whose names the lines use; null: names that no library reads by itself */
  framework?: Framework | null;
}

/** A secret that is shown once, and the lines of a `.env` file that hold it. */
export interface ShownSecret {
  secret: string;
  env: string;
}

type Names = (client: EnvBlockClient) => Record<string, string | null | undefined>;

/** Authlib reads these for a client that is registered under the name `portal`. */
const authlib: Names = ({ issuer, clientId, clientSecret }) => ({
  PORTAL_SERVER_METADATA_URL: issuer + openidConfiguration.path,
  PORTAL_CLIENT_ID: clientId,
  PORTAL_CLIENT_SECRET: clientSecret,
});

/** Auth.js reads these for a provider whose id is `portal`. */
const authjs: Names = ({ issuer, clientId, clientSecret }) => ({
  AUTH_PORTAL_ISSUER: issuer,
  AUTH_PORTAL_ID: clientId,
  AUTH_PORTAL_SECRET: clientSecret,
});

/** The variables, or settings, that the documentation of a library names. */
const documented: Partial<Record<Framework, Names>> = {
  authjs,
  authjsExpress: authjs,
  flask: authlib,
  fastapi: authlib,
  expressOpenid: ({ issuer, clientId, clientSecret, redirectUri }) => ({
    ISSUER_BASE_URL: issuer,
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    BASE_URL: redirectUri && new URL(redirectUri).origin,
  }),
  djangoOidc: ({ issuer, clientId, clientSecret }) => ({
    OIDC_RP_CLIENT_ID: clientId,
    OIDC_RP_CLIENT_SECRET: clientSecret,
    OIDC_RP_SIGN_ALGO: "RS256",
    OIDC_RP_SCOPES: "openid email profile",
    OIDC_OP_AUTHORIZATION_ENDPOINT: issuer + authorize.endpoints[0].path,
    OIDC_OP_TOKEN_ENDPOINT: issuer + token.endpoints[0].path,
    OIDC_OP_USER_ENDPOINT: issuer + userinfo.endpoints[0].path,
    OIDC_OP_JWKS_ENDPOINT: issuer + jwks.endpoints[0].path,
  }),
  spring: ({ issuer, clientId, clientSecret }) => ({
    SPRING_SECURITY_OAUTH2_CLIENT_PROVIDER_PORTAL_ISSUERURI: issuer,
    SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_PORTAL_CLIENTID: clientId,
    SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_PORTAL_CLIENTSECRET: clientSecret,
    SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_PORTAL_SCOPE: "openid,profile,email",
  }),
  dotnet: ({ issuer, clientId, clientSecret }) => ({
    Authentication__Schemes__OpenIdConnect__Authority: issuer,
    Authentication__Schemes__OpenIdConnect__ClientId: clientId,
    Authentication__Schemes__OpenIdConnect__ClientSecret: clientSecret,
  }),
  oauth2Proxy: ({ issuer, clientId, clientSecret, redirectUri }) => ({
    OAUTH2_PROXY_PROVIDER: "oidc",
    OAUTH2_PROXY_OIDC_ISSUER_URL: issuer,
    OAUTH2_PROXY_CLIENT_ID: clientId,
    OAUTH2_PROXY_CLIENT_SECRET: clientSecret,
    OAUTH2_PROXY_REDIRECT_URL: redirectUri,
  }),
};

const general: Names = ({ issuer, clientId, clientSecret, redirectUri }) => ({
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: clientId,
  OIDC_CLIENT_SECRET: clientSecret,
  OIDC_REDIRECT_URI: redirectUri,
});

/**
 * The lines of a `.env` file that connect an app to this portal, under the names that the framework's library reads.
 * They include the registered address if the library builds its own, because the two must be equal.
 */
export function envBlock(client: EnvBlockClient): string {
  const names = (client.framework && documented[client.framework]) || general;
  const { OIDC_REDIRECT_URI } = general(client);
  const read = names(client);
  const isNamed = Object.values(read).includes(OIDC_REDIRECT_URI);
  return Object.entries({ ...read, ...(isNamed ? {} : { OIDC_REDIRECT_URI }) })
    .flatMap(([name, value]) => (value ? [envLine(name, value)] : []))
    .join("\n");
}

/**
 * A line of a `.env` file. A redirect URI may hold `$`, `&` and brackets, and some read the file by a shell: such values
 * stand in quotes, so that no app's address runs as a command.
 */
export function envLine(name: string, value: string): string {
  return /^[\w./:@%+,= -]*$/.test(value) ? `${name}=${value}` : `${name}='${value.replaceAll("'", "'\\''")}'`;
}
