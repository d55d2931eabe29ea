import { allowApp } from "../../account/testing/allow-app";
import { oauthStore } from "../../db/protocol/store";
import { hashSecret } from "../../oauth/secrets";
import { ALICE, WEB_CLIENT } from "../../oauth/testing/fixtures";
import { ISSUER, TestPortal } from "../../oauth/testing/test-context";
import { handleApiRequest } from "../handle-api-request";

const context = { ...new TestPortal().context, store: oauthStore };
const token = "pt_at_a-token-for-tests";

/** The address of the API, without a slash at its end. */
export const api = `${ISSUER}/api/v1`;

/** Gives the client of the tests an access token of ALICE's, with which `callApi` calls. */
export async function giveToken(scopes = ["admin"]): Promise<void> {
  await storeToken(ALICE.userId, token, scopes);
}

/** Gives it one of somebody else's, for {@link callApiWith}. */
export async function giveTokenOf(userId: string, scopes: string[]): Promise<string> {
  const own = `pt_at_of-${userId}`;
  await storeToken(userId, own, scopes);
  return own;
}

async function storeToken(userId: string, token: string, scopes: string[]): Promise<void> {
  const values = { tokenHash: hashSecret(token), scopes, audience: [api] };
  await allowApp(userId, WEB_CLIENT.clientId, { scopes, token: values });
}

/** Sends a request to the API and reads the JSON of the answer; null for none. */
export function callApi(method: string, path: string, body?: unknown) {
  return callApiWith(token, method, path, body);
}

/** The same with a token of {@link giveTokenOf}. */
export async function callApiWith(token: string, method: string, path: string, body?: unknown) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await handleApiRequest(new Request(`${api}${path}`, { method, headers, ...sent }), context);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}
