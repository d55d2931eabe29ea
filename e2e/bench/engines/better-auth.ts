import { BenchProcess } from "../bench-process";
import { type BenchClients, person } from "../peers/bench-clients";
import { authorizeQuery } from "./authorize-request";
import { Browser, locationOf } from "./browser";
import type { Engine, EngineSetting } from "./engine";
import { installedVersion } from "./installed-version";

const { email, password } = person;

async function expectOk(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

async function signIn(origin: string): Promise<Browser> {
  const browser = new Browser(origin);
  await expectOk(await browser.postJson("/api/auth/sign-in/email", { email, password }));
  return browser;
}

/** Says yes to both clients of people; it is remembered for the person, in whichever browser. */
async function consent(origin: string, { web, spa }: BenchClients): Promise<void> {
  const browser = await signIn(origin);
  for (const { clientId } of [web, spa]) {
    const answer = await browser.send(`/api/auth/oauth2/authorize?${authorizeQuery(clientId)}`);
    const location = locationOf(answer, origin) ?? new URL(String((await expectOk(answer)).url), origin);
    if (location.pathname !== "/consent") throw new Error(`no consent asked: ${location.href}`);
    const oauthQuery = location.search.slice(1);
    await expectOk(await browser.postJson("/api/auth/oauth2/consent", { accept: true, oauth_query: oauthQuery }));
  }
}

/** better-auth with its OAuth provider plugin. */
export async function startBetterAuth({ databaseUrl, port, browsers }: EngineSetting): Promise<Engine> {
  const issuer = `http://127.0.0.1:${port}`;
  const process = new BenchProcess("better-auth", ["--import", "tsx", "e2e/bench/peers/better-auth.ts"], {
    DATABASE_URL: databaseUrl,
    ISSUER: issuer,
  });
  const { clients, subject } = await process.receive<{ clients: BenchClients; subject: string }>(60);
  await consent(issuer, clients);
  const cookies: string[] = [];
  while (cookies.length < browsers) cookies.push((await signIn(issuer)).cookies);
  return {
    name: "better-auth",
    process,
    port,
    host: `127.0.0.1:${port}`,
    issuer: `${issuer}/api/auth`,
    settings: [
      `better-auth ${installedVersion("better-auth")} with @better-auth/oauth-provider on node:http, one process, NODE_ENV=production`,
      "its own Kysely adapter on a pg pool of 10; rate limits off; no cache of clients or sessions (its default)",
      "opaque tokens, stored hashed (its default); ES256 ID tokens; refresh tokens rotate (always)",
      "passwords by scrypt (its default); sessions, consents and codes made through its own endpoints",
    ],
    endpoints: {
      authorize: "/api/auth/oauth2/authorize",
      token: "/api/auth/oauth2/token",
      introspect: "/api/auth/oauth2/introspect",
      userinfo: "/api/auth/oauth2/userinfo",
      jwks: "/api/auth/jwks",
      discovery: "/api/auth/.well-known/openid-configuration",
    },
    clients,
    browsers: cookies,
    subject,
    signInPage: null,
    signIn: {
      method: "POST",
      path: "/api/auth/sign-in/email",
      headers: { "content-type": "application/json", origin: issuer },
      body: JSON.stringify({ email, password }),
    },
  };
}
