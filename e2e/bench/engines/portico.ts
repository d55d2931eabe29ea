import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { runProgram } from "../../fixtures/process";
import { BenchProcess } from "../bench-process";
import type { RequestSpec } from "../load/plan";
import { type BenchClients, type ClientName, clientMetadata, person } from "../peers/bench-clients";
import { authorizeQuery } from "./authorize-request";
import { Browser, locationOf, readForm } from "./browser";
import type { Engine, EngineSetting } from "./engine";

const html = { accept: "text/html", "sec-fetch-dest": "document", "sec-fetch-mode": "navigate" };

/** Sign-ins at a time; more would queue for the processor, and the portal refuses those that queue for long. */
const atOnce = 4;

type Env = Record<string, string>;

/** `npm run portico -- …` */
const commandLine = (env: Env, ...args: string[]) =>
  runProgram(["lib/server/portico.mjs", ...args], { NODE_ENV: "production", ...env });

async function createClient(name: ClientName, folder: string, env: Env) {
  const file = path.join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify({ ...clientMetadata[name], id_token_signed_response_alg: "ES256" }));
  const printed = await commandLine(env, "client", "create", "--file", file);
  const created = JSON.parse(printed.slice(printed.indexOf("{"))) as { client_id: string; client_secret?: string };
  return { clientId: created.client_id, clientSecret: created.client_secret ?? null };
}

/** Signs in and consents on the portal's own pages, for both clients of people. */
async function signIn(origin: string, { web, spa }: BenchClients): Promise<string> {
  const browser = new Browser(origin);
  for (const { clientId } of [web, spa]) {
    let answer = await browser.follow(
      await browser.send(`/oauth/authorize?${authorizeQuery(clientId)}`, { headers: html }),
    );
    while (answer.status === 200) {
      const page = await answer.text();
      const isLogin = page.includes('id="login-submit"');
      const { path: target, fields } = readForm(page, isLogin ? "/login/submit" : "/consent/submit");
      const given: Record<string, string> = isLogin
        ? { username: person.email, password: person.password }
        : { answer: "allow" };
      answer = await browser.follow(await browser.postForm(target, { ...fields, ...given }));
    }
    if (!locationOf(answer, origin)?.searchParams.has("code")) {
      throw new Error(`no code: ${answer.status} ${(await answer.text()).slice(0, 500)}`);
    }
  }
  return browser.cookies;
}

/** The sign-in form as a browser has it that opened the page. */
async function readSignIn(origin: string): Promise<RequestSpec> {
  const browser = new Browser(origin);
  const page = await (await browser.send("/login", { headers: html })).text();
  const { path: target, fields } = readForm(page, "/login/submit");
  const form = { ...fields, username: person.email, password: person.password };
  return {
    method: "POST",
    path: target,
    headers: { "content-type": "application/x-www-form-urlencoded", cookie: browser.cookies, origin },
    body: new URLSearchParams(form).toString(),
  };
}

/** The `sub` of a person is their id. */
async function findUserId(databaseUrl: string): Promise<string> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query<{ id: string }>("SELECT id FROM users WHERE email = $1", [person.email]);
  await client.end();
  return rows[0]?.id ?? "";
}

/**
 * The built portal, by its own start script.
 * @param workers processes for the protocol; `npm start` makes one per core
 * @param nodeOptions for a profile of its processes
 */
export async function startPortico(
  { databaseUrl, folder, port, browsers }: EngineSetting,
  { workers, nodeOptions }: { workers: number; nodeOptions: string[] },
): Promise<Engine> {
  const issuer = `http://localhost:${port}`;
  const env: Env = {
    PORT: String(port),
    PORTICO_ISSUER: issuer,
    PORTICO_DATA_DIR: folder,
    PORTICO_SECRET: randomBytes(32).toString("base64url"),
    PORTICO_RATE_LIMITS: "off",
    PORTICO_WORKERS: String(workers),
    DATABASE_URL: databaseUrl,
  };
  const process = new BenchProcess("portico", [...nodeOptions, "lib/server/start.mjs"], env);
  await process.waitFor(`http://127.0.0.1:${port}/.well-known/openid-configuration`, 180);
  // Each is a program of its own, which takes seconds to start.
  const [service, web, spa] = await Promise.all([
    createClient("service", folder, env),
    createClient("web", folder, env),
    createClient("spa", folder, env),
    commandLine(env, "user", "create", "--email", person.email, "--password", person.password),
  ]);
  const clients = { service, web, spa };
  const cookies: string[] = [];
  const fill = async () => {
    for (let left = Math.ceil(browsers / atOnce); left > 0; left -= 1) cookies.push(await signIn(issuer, clients));
  };
  await Promise.all(Array.from({ length: atOnce }, fill));
  return {
    name: "portico",
    process,
    port,
    host: `localhost:${port}`,
    issuer,
    settings: [
      "the built portal by `node lib/server/start.mjs`, which is what `npm start` runs, NODE_ENV=production",
      `processes for the protocol: ${workers}; pages have their own`,
      "DATABASE_URL set, pool of 10 (its default), rate limits off, everything else as by default",
      "opaque tokens, stored hashed; ES256 ID tokens; refresh tokens rotate for public clients",
      "passwords by bcrypt, cost 12; sessions, consents and codes made through its own pages and endpoints",
    ],
    endpoints: {
      authorize: "/oauth/authorize",
      token: "/oauth/token",
      introspect: "/oauth/introspect",
      userinfo: "/oauth/userinfo",
      jwks: "/oauth/jwks",
      discovery: "/.well-known/openid-configuration",
    },
    clients,
    browsers: cookies,
    subject: await findUserId(databaseUrl),
    signInPage: { method: "GET", path: "/login", headers: html },
    signIn: await readSignIn(issuer),
  };
}
