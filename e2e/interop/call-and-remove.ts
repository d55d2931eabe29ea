import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright/test";
import { STATUS_LIST_LIFETIME } from "../../lib/oauth/tokens/status-lists";
import { ConnectedAppsScreen } from "../screens/connected-apps";
import { ConsentScreen } from "../screens/consent";
import { SignInScreen } from "../screens/sign-in";
import type { ResourceServerDescription } from "./description";
import type { Told } from "./register-in-console";
import type { Named } from "./world";

export interface Removal {
  page: Page;
  description: ResourceServerDescription;
  person: Named;
  /** what the API was told, and what the app that calls it is */
  told: Told;
  app: Told & { name: string; redirectUri: string };
}

/**
 * A person lets an app use the API and removes it. Until then the API answers the app's token, and soon after it does not,
 * while the app goes on calling. Answers how soon. @throws if it took longer than the portal states
 */
export async function callAndRemove(removal: Removal): Promise<string> {
  const { page, description, told, app } = removal;
  const address = `http://${description.host}:${told.PORT}/`;
  const headers = { authorization: `Bearer ${await getToken(removal)}` };
  const before = await fetch(address, { headers });
  if (before.status !== 200) throw new Error(`the API answered ${before.status} before: ${await before.text()}`);
  await page.goto("/account/apps");
  const removed = new ConnectedAppsScreen(page).remove(app.name);
  const [seconds] = await Promise.all([waitForRefusal(address, headers), removed]);
  return `and refuses one ${seconds.toFixed(1)} s after its person removed the app`;
}

/** Calls the API until it refuses the token. Answers after how many seconds. */
async function waitForRefusal(address: string, headers: Record<string, string>): Promise<number> {
  const begun = Date.now();
  for (;;) {
    const { status } = await fetch(address, { headers });
    const seconds = (Date.now() - begun) / 1000;
    if (status === 401) return seconds;
    if (status !== 200) throw new Error(`the API answered ${status} after the removal`);
    if (seconds > STATUS_LIST_LIFETIME) throw new Error(`the API still answers ${seconds} s after the removal`);
    await pause(100);
  }
}

/** By a code, as an app with people does (RFC 6749 §4.1). The page after the consent is the API's, which has none there. */
async function getToken({ page, description, person, told, app }: Removal): Promise<string> {
  const { redirectUri } = app;
  const request = { response_type: "code", redirect_uri: redirectUri, client_id: app.CLIENT_ID ?? "" };
  const wanted = { scope: description.api.scope, resource: told.API_IDENTIFIER ?? "" };
  await page.goto(`/oauth/authorize?${new URLSearchParams({ ...request, ...wanted })}`);
  await new SignInScreen(page).signIn(person);
  await new ConsentScreen(page).allow();
  await page.waitForURL((url) => url.href.startsWith(redirectUri));
  const code = new URL(page.url()).searchParams.get("code") ?? "";
  const credentials = Buffer.from(`${app.CLIENT_ID}:${app.CLIENT_SECRET}`).toString("base64");
  const answer = await fetch(`${told.ISSUER}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: redirectUri, ...wanted }),
  });
  const token = (await answer.json()) as { access_token?: string };
  if (!token.access_token) throw new Error(`the app got no token: ${JSON.stringify(token)}`);
  return token.access_token;
}
