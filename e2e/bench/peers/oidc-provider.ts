// oidc-provider on PostgreSQL, as its documentation says: an adapter, accounts, keys and clients of one's own.
import { randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair } from "jose";
import Provider from "oidc-provider";
import pg from "pg";
import { type BenchClients, type ClientName, clientMetadata } from "./bench-clients";
import { createAdapter, schema } from "./oidc-provider-adapter";
import { required, serve } from "./serve";

const issuer = required("ISSUER");
const pool = new pg.Pool({ connectionString: required("DATABASE_URL"), max: 10 });

interface Account {
  email: string;
  name: string;
}

async function createTables(): Promise<void> {
  await pool.query(schema);
  await pool.query("CREATE TABLE IF NOT EXISTS users (id text PRIMARY KEY, email text NOT NULL, name text NOT NULL)");
  await pool.query("INSERT INTO users VALUES ('user', 'user@example.org', 'A. User')");
}

async function createClients(): Promise<BenchClients> {
  const Adapter = createAdapter(pool);
  const clients = new Adapter("Client");
  const create = async (name: ClientName) => {
    const metadata = clientMetadata[name];
    const isPublic = metadata.token_endpoint_auth_method === "none";
    const clientSecret = isPublic ? null : randomBytes(32).toString("base64url");
    await clients.upsert(name, {
      ...metadata,
      client_id: name,
      ...(clientSecret !== null && { client_secret: clientSecret }),
      id_token_signed_response_alg: "ES256",
    });
    return { clientId: name, clientSecret };
  };
  return { service: await create("service"), web: await create("web"), spa: await create("spa") };
}

async function findAccount(_context: unknown, id: string) {
  const { rows } = await pool.query<Account>({
    name: "find-account",
    text: "SELECT email, name FROM users WHERE id = $1",
    values: [id],
  });
  const [account] = rows;
  return account && { accountId: id, claims: async () => ({ sub: id, ...account, email_verified: true }) };
}

async function createKeys() {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return { keys: [{ ...(await exportJWK(privateKey)), alg: "ES256", use: "sig", kid: "bench" }] };
}

await createTables();
const clients = await createClients();
const provider = new Provider(issuer, {
  adapter: createAdapter(pool),
  findAccount,
  jwks: await createKeys(),
  cookies: { keys: [randomBytes(32).toString("base64url")] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  features: {
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: { enabled: false },
    // Its sign-in and consent forms, used to get the sessions and consents; never while something is measured.
    devInteractions: { enabled: true },
  },
  // By default only with prompt=consent, which would ask again each time.
  issueRefreshToken: async (_context: unknown, client: { grantTypeAllowed: (type: string) => boolean }) =>
    client.grantTypeAllowed("refresh_token"),
  ttl: {
    AccessToken: 600,
    ClientCredentials: 600,
    AuthorizationCode: 60,
    IdToken: 600,
    RefreshToken: 2_592_000,
    Grant: 2_592_000,
    Session: 1_209_600,
    Interaction: 3_600,
  },
});
await serve(provider.callback(), Number(new URL(issuer).port), { clients });
