import { createHash, randomBytes } from "node:crypto";
import type { Person, Portal, RegisteredClient } from "../fixtures/portal";
import type { PlainBrowser } from "./plain-browser";

/** Nobody listens there: the tests read the redirect and do not follow it. */
export const CALLBACK = "https://client.example/callback";
export const SIGNED_OUT = "https://client.example/signed-out";

type Fields = Record<string, string | string[] | null>;

/** Parameters as text; a list repeats the parameter, null leaves it out. */
export function encode(fields: Fields): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const each of [value ?? []].flat()) params.append(name, each);
  }
  return params.toString();
}

export const VERIFIER = randomBytes(32).toString("base64url");

/** An authorization request with PKCE. @see RFC 7636 §4.3 */
export function authorizeUrl(portal: Portal, client: RegisteredClient, changes: Fields = {}): string {
  const fields = {
    client_id: client.client_id,
    redirect_uri: CALLBACK,
    response_type: "code",
    scope: "openid profile email offline_access",
    state: "a state",
    code_challenge: createHash("sha256").update(VERIFIER).digest("base64url"),
    code_challenge_method: "S256",
    ...changes,
  };
  return `${portal.url}/oauth/authorize?${encode(fields)}`;
}

/** The Authorization header of a client. @see RFC 6749 §2.3.1 */
export function basic(client: RegisteredClient, secret = client.client_secret): Record<string, string> {
  const credentials = [client.client_id, secret].map(encodeURIComponent).join(":");
  return { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
}

export interface Answer {
  status: number;
  headers: Headers;
  /** the members of a JSON answer; empty for anything else */
  body: Record<string, unknown>;
  text: string;
}

/** Posts a form to an endpoint, as a client does. */
export async function post(
  portal: Portal,
  path: string,
  fields: Fields,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const type = { "content-type": "application/x-www-form-urlencoded" };
  return await send(`${portal.url}${path}`, { method: "POST", headers: { ...type, ...headers }, body: encode(fields) });
}

/** Sends any request and reads the JSON of the answer, if it has any. */
export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: "manual", ...init });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : {}, text };
}

/** Credentials of any kind of client. */
function credentialsOf(client: RegisteredClient): { fields: Fields; headers: Record<string, string> } {
  const method = client.token_endpoint_auth_method;
  if (method === "none") return { fields: { client_id: client.client_id }, headers: {} };
  if (method === "client_secret_basic") return { fields: {}, headers: basic(client) };
  return { fields: { client_id: client.client_id, client_secret: client.client_secret }, headers: {} };
}

/** RFC 6749 §4.1.3 */
export function redeem(portal: Portal, client: RegisteredClient, code: string, changes: Fields = {}): Promise<Answer> {
  const { fields, headers } = credentialsOf(client);
  const form = { grant_type: "authorization_code", code, redirect_uri: CALLBACK, code_verifier: VERIFIER };
  return post(portal, "/oauth/token", { ...form, ...fields, ...changes }, headers);
}

/** RFC 6749 §6 */
export function refresh(
  portal: Portal,
  client: RegisteredClient,
  refreshToken: string,
  changes: Fields = {},
): Promise<Answer> {
  const { fields, headers } = credentialsOf(client);
  const form = { grant_type: "refresh_token", refresh_token: refreshToken };
  return post(portal, "/oauth/token", { ...form, ...fields, ...changes }, headers);
}

/** A whole sign-in with its tokens. */
export async function getTokens(
  portal: Portal,
  browser: PlainBrowser,
  client: RegisteredClient,
  person: Person,
): Promise<{ access_token: string; refresh_token: string; id_token: string }> {
  const url = await browser.authorize(authorizeUrl(portal, client), person);
  const { status, body } = await redeem(portal, client, url.searchParams.get("code") ?? "");
  if (status !== 200) throw new Error(`The code was refused: ${JSON.stringify(body)}`);
  return {
    access_token: String(body.access_token),
    refresh_token: String(body.refresh_token),
    id_token: String(body.id_token),
  };
}

/** What userinfo answers to a token. */
export function userinfo(portal: Portal, token: string): Promise<Answer> {
  return send(`${portal.url}/oauth/userinfo`, { headers: { authorization: `Bearer ${token}` } });
}

/** RFC 7662 §2.1 */
export function introspect(portal: Portal, client: RegisteredClient, token: string): Promise<Answer> {
  return post(portal, "/oauth/introspect", { token }, basic(client));
}
