// better-auth with its OAuth provider plugin on PostgreSQL, by its own adapter for a pg pool.
import { randomBytes } from "node:crypto";
import { oauthProvider } from "@better-auth/oauth-provider";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import { jwt } from "better-auth/plugins";
import pg from "pg";
import { type BenchClients, type ClientName, clientMetadata } from "./bench-clients";
import { required, serve } from "./serve";

const issuer = required("ISSUER");

const auth = betterAuth({
  baseURL: issuer,
  basePath: "/api/auth",
  secret: randomBytes(32).toString("base64url"),
  database: new pg.Pool({ connectionString: required("DATABASE_URL"), max: 10 }),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  // The plugin's own token endpoint; this one is for the sessions of a first-party front end.
  disabledPaths: ["/token"],
  plugins: [
    jwt({ jwks: { keyPairConfig: { alg: "ES256" } } }),
    oauthProvider({
      loginPage: "/sign-in",
      consentPage: "/consent",
      scopes: ["openid", "profile", "email", "offline_access", "bench"],
      accessTokenExpiresIn: 600,
      m2mAccessTokenExpiresIn: 600,
      grantTypes: ["authorization_code", "client_credentials", "refresh_token"],
      silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
    }),
  ],
});

async function createClient(name: ClientName) {
  const { redirect_uris: redirectUris, response_types: responseTypes, ...metadata } = clientMetadata[name];
  const created = await auth.api.adminCreateOAuthClient({
    body: {
      ...metadata,
      grant_types: [...metadata.grant_types],
      ...(redirectUris.length > 0 && { redirect_uris: [...redirectUris], response_types: ["code"] }),
      ...(name === "service" && { scope: "bench", client_credentials_scopes: ["bench"] }),
    },
  });
  return { clientId: created.client_id, clientSecret: created.client_secret ?? null };
}

const { runMigrations } = await getMigrations(auth.options);
await runMigrations();
const clients: BenchClients = {
  service: await createClient("service"),
  web: await createClient("web"),
  native: await createClient("native"),
};
await serve(toNodeHandler(auth), Number(new URL(issuer).port), { clients });
