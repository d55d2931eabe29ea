// better-auth with its OAuth provider plugin on PostgreSQL, by its own adapter for a pg pool.
import { randomBytes } from "node:crypto";
import { oauthProvider } from "@better-auth/oauth-provider";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import { jwt } from "better-auth/plugins";
import pg from "pg";
import { type BenchClients, type ClientName, clientMetadata, person } from "./bench-clients";
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
      // Whoever is signed in may register clients: only this file does.
      clientPrivileges: () => true,
      silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
    }),
  ],
});

/** The person, and what their browser would send. */
async function signUp(): Promise<{ subject: string; headers: Headers }> {
  const { headers, response } = await auth.api.signUpEmail({ body: person, returnHeaders: true });
  const cookies = headers.getSetCookie().map((line) => line.split(";")[0]);
  return { subject: response.user.id, headers: new Headers({ cookie: cookies.join("; ") }) };
}

async function createClient(name: ClientName, headers: Headers) {
  const { redirect_uris: redirectUris, response_types: responseTypes, ...metadata } = clientMetadata[name];
  const created = await auth.api.adminCreateOAuthClient({
    headers,
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
const { subject, headers } = await signUp();
const clients: BenchClients = {
  service: await createClient("service", headers),
  web: await createClient("web", headers),
  spa: await createClient("spa", headers),
};
await serve(toNodeHandler(auth), Number(new URL(issuer).port), { clients, subject });
