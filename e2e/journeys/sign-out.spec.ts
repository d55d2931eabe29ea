import { webClient } from "../fixtures/client-app";
import { expect, test } from "../fixtures/test";
import { ConsentScreen } from "../screens/consent";
import { SignInScreen } from "../screens/sign-in";

test("signing out asks once, and ends the session for real @no-js", async ({ page, portal, person, clientApp }) => {
  const client = await portal.createClient(webClient(clientApp));
  await page.goto(clientApp.authorizeUrl(client));
  await new SignInScreen(page).signIn(person);
  await new ConsentScreen(page).allow();

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
  const client = await portal.createClient(webClient(clientApp, { post_logout_redirect_uris: [afterwards] }));
  await page.goto(clientApp.authorizeUrl(client));
  await new SignInScreen(page).signIn(person);
  await new ConsentScreen(page).allow();
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
