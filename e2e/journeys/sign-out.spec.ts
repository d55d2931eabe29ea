import { createServer } from "node:http";
import type { Socket } from "node:net";
import type { Page } from "playwright/test";
import { type ClientApp, webClient } from "../fixtures/client-app";
import type { Person, Portal, RegisteredClient } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { ConsentScreen } from "../screens/consent";
import { SignInScreen } from "../screens/sign-in";

interface Parties {
  page: Page;
  portal: Portal;
  person: Person;
  clientApp: ClientApp;
}

/** A new client of `clientApp`, for which the person signed in and which they allowed. */
async function allowNewApp(
  { page, portal, person, clientApp }: Parties,
  metadata: Record<string, unknown> = {},
): Promise<RegisteredClient> {
  const client = await portal.createClient(webClient(clientApp, metadata));
  await page.goto(clientApp.authorizeUrl(client));
  await new SignInScreen(page).signIn(person);
  await new ConsentScreen(page).allow();
  return client;
}

test("signing out asks once, and ends the session for real @no-js", async ({ page, portal, person, clientApp }) => {
  const client = await allowNewApp({ page, portal, person, clientApp });

  await page.goto("/logout");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Sign out of");
  await page.locator("#logout-confirm").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You are signed out");

  await page.goto(clientApp.authorizeUrl(client, { prompt: "none" }));
  expect(clientApp.lastCallback.params.get("error")).toBe("login_required");
  await page.goto("/account");
  await new SignInScreen(page).expectToBeHere();
});

test("looking at the sign-out page signs nobody out @no-js", async ({ page, person }) => {
  await page.goto("/login");
  await new SignInScreen(page).signIn(person);
  await expect(page).toHaveURL(/\/account(\/|$)/);
  await page.goto("/logout");
  await page.goto("/account");
  await expect(page).toHaveURL(/\/account(\/|$)/);
});

test("an app with its ID token signs the person out without a question and gets them back @no-js", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  const afterwards = `${clientApp.url}/callback/signed-out`;
  const client = await allowNewApp({ page, portal, person, clientApp }, { post_logout_redirect_uris: [afterwards] });
  const { body } = await clientApp.redeem(client, clientApp.lastCallback.params.get("code") ?? "");
  const endSession = new URL("/oauth/end-session", portal.url);
  endSession.searchParams.set("id_token_hint", String(body.id_token));
  endSession.searchParams.set("post_logout_redirect_uri", afterwards);
  endSession.searchParams.set("state", "after");
  await page.goto(endSession.href);
  await expect(page).toHaveURL(new RegExp(`^${afterwards}`));
  expect(clientApp.lastCallback.params.get("state")).toBe("after");
  await page.goto("/account");
  await new SignInScreen(page).expectToBeHere();
});

for (const title of ["answers", "accepts and never answers"] as const) {
  test(`an app whose sign-out frame ${title} is told, and the person goes on @no-js`, async ({
    page,
    portal,
    person,
    clientApp,
  }) => {
    const afterwards = `${clientApp.url}/callback/signed-out`;
    const asked: string[] = [];
    const sockets = new Set<Socket>();
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      if (title === "answers") response.end("signed out");
    });
    server.on("connection", (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    try {
      const client = await allowNewApp(
        { page, portal, person, clientApp },
        {
          // Front-Channel Logout §2: of the origin of a redirect URI.
          redirect_uris: [clientApp.redirectUri, `http://127.0.0.1:${port}/callback`],
          post_logout_redirect_uris: [afterwards],
          frontchannel_logout_uri: `http://127.0.0.1:${port}/signed-out?app=1`,
        },
      );
      const { body } = await clientApp.redeem(client, clientApp.lastCallback.params.get("code") ?? "");
      const endSession = new URL("/oauth/end-session", portal.url);
      endSession.searchParams.set("id_token_hint", String(body.id_token));
      endSession.searchParams.set("post_logout_redirect_uri", afterwards);
      // Not `goto` to the load event, which never comes where a frame never loads.
      await page.goto(endSession.href, { waitUntil: "commit" });
      await expect(page).toHaveURL(new RegExp(`^${afterwards}`), { timeout: 15_000 });
      const [first = "", ...others] = asked.filter((path) => path.startsWith("/signed-out"));
      expect(others).toEqual([]);
      const query = new URL(first, "http://app").searchParams;
      expect([...query.keys()]).toEqual(["app", "iss", "sid"]);
      expect(query.get("iss")).toBe(portal.url);
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });
}

test("an app that lost its ID token gets the person back once they have said yes @no-js", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  const afterwards = `${clientApp.url}/callback/signed-out`;
  const client = await allowNewApp({ page, portal, person, clientApp }, { post_logout_redirect_uris: [afterwards] });
  const endSession = new URL("/oauth/end-session", portal.url);
  endSession.searchParams.set("client_id", client.client_id);
  endSession.searchParams.set("post_logout_redirect_uri", afterwards);
  await page.goto(endSession.href);
  await expect(page.getByText("After that you go back to Acme Calendar")).toBeVisible();
  await page.locator("#logout-confirm").click();
  await expect(page).toHaveURL(new RegExp(`^${afterwards}`));
  await page.goto(endSession.href);
  await page.getByRole("link", { name: "Go back to Acme Calendar" }).click();
  await expect(page).toHaveURL(new RegExp(`^${afterwards}`));
});
