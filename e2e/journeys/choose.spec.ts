import { webClient } from "../fixtures/client-app";
import { expect, test } from "../fixtures/test";
import { ChooseScreen } from "../screens/choose";
import { ConsentScreen } from "../screens/consent";
import { SignInScreen } from "../screens/sign-in";

test("prompt=select_account shows the account, takes another one, and goes on with the same request @no-js", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  const client = await portal.createClient(webClient(clientApp));
  const other = await portal.createUser();
  await page.goto("/login");
  await new SignInScreen(page).signIn(person);

  await page.goto(clientApp.authorizeUrl(client, { prompt: "select_account" }));
  const chooser = new ChooseScreen(page);
  await chooser.expectToBeHere();
  await expect(page.getByRole("main")).toContainText("Acme Calendar");
  await expect(chooser.rows).toHaveCount(1);
  await chooser.useAnother();
  await new SignInScreen(page).signIn(other);
  await expect(page.getByRole("main")).toContainText(other.email);
  await new ConsentScreen(page).allow();
  expect(clientApp.lastCallback.params.get("state")).toBe("state-of-the-test");
  const { body } = await clientApp.redeem(client, clientApp.lastCallback.params.get("code") ?? "");
  const userinfo = await fetch(`${portal.url}/oauth/userinfo`, {
    headers: { authorization: `Bearer ${body.access_token}` },
  });
  expect(await userinfo.json()).toMatchObject({ email: other.email });
});

test("the chooser says that the app expects somebody who is not offered, and never whom @no-js", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  const client = await portal.createClient(webClient(clientApp));
  await page.goto("/login");
  await new SignInScreen(page).signIn(person);
  const main = page.getByRole("main");
  const choose = async (params: Record<string, string>) => {
    await page.goto(clientApp.authorizeUrl(client, { prompt: "select_account", ...params }));
    await new ChooseScreen(page).expectToBeHere();
  };
  await choose({ login_hint: "somebody-else@example.org" });
  await expect(main).toContainText("Acme Calendar expects another account");
  await expect(page.locator("html")).not.toContainText("somebody-else");
  await choose({ claims: JSON.stringify({ id_token: { sub: { values: ["somebody", "else"] } } }) });
  await expect(main).toContainText("Acme Calendar expects another account");
  await choose({ login_hint: person.email.toUpperCase() });
  await expect(main).not.toContainText("expects another account");
});

test("with two people signed in, each request asks which one, and the consent page can go back @no-js", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  const client = await portal.createClient(webClient(clientApp));
  const other = await portal.createUser();
  await page.goto("/login");
  await new SignInScreen(page).signIn(person);
  await page.goto("/login?switch=1");
  await new SignInScreen(page).signIn(other);

  await page.goto(clientApp.authorizeUrl(client));
  const chooser = new ChooseScreen(page);
  await chooser.expectToBeHere();
  await expect(chooser.rows).toHaveCount(2);
  await chooser.choose(other.email);
  const consent = new ConsentScreen(page);
  await consent.expectToBeHere();
  await expect(page.getByRole("main")).toContainText(other.email);
  await page.getByRole("link", { name: "Use a different account" }).click();
  await chooser.choose(person.email);
  await consent.expectToBeHere();
  await expect(page.getByRole("main")).toContainText(person.email);
  await consent.allow();
  await expect(page.getByRole("heading", { name: "Back at the client" })).toBeVisible();

  await page.goto(clientApp.authorizeUrl(client, { prompt: "none" }));
  expect(clientApp.lastCallback.params.has("code"), "prompt=none is answered for the current account").toBe(true);
});

test("an account that is taken off the list is signed out @no-js", async ({ page, portal, person }) => {
  const other = await portal.createUser();
  await page.goto("/login");
  await new SignInScreen(page).signIn(person);
  await page.goto("/login?switch=1");
  await new SignInScreen(page).signIn(other);
  await page.goto("/choose");
  const chooser = new ChooseScreen(page);
  await chooser.remove(other.email);
  await chooser.expectToBeHere();
  await expect(chooser.rows).toHaveCount(1);
  await page.goto("/account");
  await chooser.expectToBeHere();
  await chooser.choose(person.email);
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByRole("main")).toContainText(person.email);
});
