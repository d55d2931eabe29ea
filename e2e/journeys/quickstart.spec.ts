import { expect, test } from "../fixtures/test";
import { ConsentScreen } from "../screens/consent";
import { RegisterScreen } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";

test("a developer goes from an empty browser to a program to copy, and sees the first sign-in @no-js", async ({
  page,
  person,
  portal,
  clientApp,
  javaScriptEnabled: isScripted,
}) => {
  await page.goto("/console/clients/new");
  await new SignInScreen(page).signIn(person);
  const register = new RegisterScreen(page);
  await register.chooseKind("Acme Quickstart");
  await page.getByLabel("Fill in the address of your framework").selectOption("Flask (Authlib)");
  await page.getByRole("button", { name: "Fill in" }).click();
  const uris = page.getByLabel("Redirect URIs");
  await expect(uris).toHaveValue("http://127.0.0.1:5000/authorize");
  await uris.fill(`${await uris.inputValue()}\n${clientApp.redirectUri}`);
  await page.getByRole("button", { name: "Register app" }).click();
  const { clientId, clientSecret } = await register.readCredentials();
  await page.getByRole("link", { name: "Go on with the quickstart" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Quickstart: Flask (Authlib)" })).toBeVisible();
  await expect(page).toHaveTitle(/^Quickstart: Flask \(Authlib\) – /);
  await expect(page.getByText("which the app has already")).toBeVisible();
  const env = page.getByRole("region", { name: ".env" });
  await expect(env).toContainText(`CLIENT_ID=${clientId}`);
  await expect(env).toContainText(`ISSUER=${portal.url}`);
  await expect(page.getByRole("region", { name: "app.py" })).toContainText("authorize_access_token");
  expect(await page.content()).not.toContain(clientSecret);
  const check = page.getByRole("status").filter({ hasText: "first sign-in" });
  await expect(check).toContainText("Waiting for the first sign-in");

  const visitor = await page.context().newPage();
  await visitor.goto(clientApp.authorizeUrl({ client_id: clientId, client_secret: clientSecret }));
  await new ConsentScreen(visitor).allow();
  await expect(visitor.getByRole("heading", { name: "Back at the client" })).toBeVisible();
  await visitor.close();

  // With JavaScript the page asks by itself; without it, the link does.
  const seen = page.getByText("Somebody signed in");
  if (!isScripted) await page.getByRole("link", { name: "Check now" }).click();
  await expect(seen).toBeVisible({ timeout: 15_000 });
});

test("another developer finds no quickstart of the app, and an unknown guide is no page @no-js", async ({
  page,
  person,
  portal,
}) => {
  const other = await portal.createClient({
    client_name: "Somebody's app",
    redirect_uris: ["https://a.example.org/cb"],
  });
  await page.goto("/console");
  await new SignInScreen(page).signIn(person);
  for (const path of ["quickstart", "quickstart/flask"]) {
    const answer = await page.goto(`/console/clients/${other.client_id}/${path}`);
    expect(answer?.status()).toBe(404);
  }
});
