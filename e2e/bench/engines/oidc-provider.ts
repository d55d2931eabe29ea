import { BenchProcess } from "../bench-process";
import type { BenchClients } from "../peers/bench-clients";
import { authorizeQuery } from "./authorize-request";
import { Browser, readForm } from "./browser";
import type { Engine, EngineSetting } from "./engine";
import { installedVersion } from "./installed-version";

/** Signs in and consents at the provider's own development forms, for both clients of people. */
async function signIn(origin: string, { web, spa }: BenchClients): Promise<string> {
  const browser = new Browser(origin);
  for (const { clientId } of [web, spa]) {
    let answer = await browser.follow(await browser.send(`/auth?${authorizeQuery(clientId)}`));
    while (answer.status === 200) {
      const { path, fields } = readForm(await answer.text(), "/interaction/");
      const given: Record<string, string> = fields.prompt === "login" ? { login: "user", password: "any" } : {};
      answer = await browser.follow(await browser.postForm(new URL(path, origin).pathname, { ...fields, ...given }));
    }
    if (!answer.headers.get("location")?.includes("code=")) throw new Error(`no code: ${answer.status}`);
  }
  return browser.cookies;
}

/** oidc-provider with an adapter for PostgreSQL. */
export async function startOidcProvider({ databaseUrl, port, browsers }: EngineSetting): Promise<Engine> {
  const issuer = `http://127.0.0.1:${port}`;
  const process = new BenchProcess("oidc-provider", ["--import", "tsx", "e2e/bench/peers/oidc-provider.ts"], {
    DATABASE_URL: databaseUrl,
    ISSUER: issuer,
  });
  const { clients } = await process.receive<{ clients: BenchClients }>(60);
  const cookies: string[] = [];
  while (cookies.length < browsers) cookies.push(await signIn(issuer, clients));
  return {
    name: "oidc-provider",
    process,
    port,
    host: `127.0.0.1:${port}`,
    issuer,
    settings: [
      `oidc-provider ${installedVersion("oidc-provider")} on node:http, one process, NODE_ENV=production`,
      "adapter: pg pool of 10, one table for all models, prepared statements, no cache; clients and accounts in the database",
      "opaque tokens, resource indicators off, ES256 ID tokens, refresh tokens rotate for public clients (its default)",
      "sessions and consents made through its development interactions; codes made through /auth",
    ],
    endpoints: {
      authorize: "/auth",
      token: "/token",
      introspect: "/token/introspection",
      userinfo: "/me",
      jwks: "/jwks",
      discovery: "/.well-known/openid-configuration",
    },
    clients,
    browsers: cookies,
    subject: "user",
    signInPage: null,
    signIn: null,
  };
}
