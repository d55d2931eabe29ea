import { expect, test } from "../fixtures/test";
import { basic, post } from "../protocol/requests";
import { ClientScreen, RegisterScreen, registerAs } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

test("a developer sets the addresses for logout and initiated login; a wrong one is said at its field @no-js", async ({
  page,
  person,
}) => {
  const { clientId } = await registerAs(page, person, "Acme Sign-out", ["https://app.example.org/callback"]);
  await new ClientScreen(page, clientId).open("/settings");

  const back = page.getByLabel("Back-channel logout URI");
  const front = page.getByLabel("Front-channel logout URI");
  const session = page.getByLabel("The logout token must name the session");
  await back.fill("https://logout.example.org/token");
  await session.check();
  await front.fill("https://elsewhere.example.org/logout");
  await page.getByLabel("Initiate login URI").fill("https://app.example.org/start");
  await page.getByRole("button", { name: "Save addresses" }).click();
  await expect(front).toHaveAccessibleDescription(/Scheme, host and port must be those of one of the app's/);
  await expect(front).toHaveValue("https://elsewhere.example.org/logout");
  await expect(back).toHaveValue("https://logout.example.org/token");
  await expect(session).toBeChecked();

  await front.fill("https://app.example.org/logout");
  await page.getByRole("button", { name: "Save addresses" }).click();
  await expectStatus(page, "The addresses are saved");
  await page.reload();
  await expect(front).toHaveValue("https://app.example.org/logout");
  await expect(session).toBeChecked();
  await page.getByRole("link", { name: "Edit post-logout redirect URIs" }).click();
  await expect(page.getByRole("textbox", { name: "Add a post-logout redirect URI" })).toBeVisible();
});

test("a developer chooses a framework, reads what it set, and changes how the app authenticates; each change counts at once @no-js", async ({
  page,
  person,
  portal,
}) => {
  await page.goto("/console/clients/new");
  await new SignInScreen(page).signIn(person);
  const register = new RegisterScreen(page);
  await expect(page.getByRole("radio")).toHaveCount(4);
  await register.chooseKind("Acme Frameworks");
  await page.getByLabel("Fill in the address of your framework").selectOption("ASP.NET Core");
  await page.getByRole("button", { name: "Fill in" }).click();
  await expect(page.getByLabel("Redirect URIs")).toHaveValue("https://localhost:7001/signin-oidc");
  await page.getByRole("button", { name: "Register app" }).click();
  const credentials = await register.readCredentials();
  const client = { client_id: credentials.clientId, client_secret: credentials.clientSecret };
  const preset = page.getByRole("listitem");
  await expect(preset.filter({ hasText: "in the request body, as this library sends it" })).toBeVisible();
  await expect(preset.filter({ hasText: "Name and email stand in the ID token too" })).toBeVisible();
  await page.getByRole("link", { name: "Change this in Settings" }).click();

  const signIn = page.getByRole("form", { name: "Signing in" });
  await signIn.getByRole("checkbox", { name: "client_credentials" }).check();
  await signIn.getByRole("checkbox", { name: "Require PKCE" }).check();
  await signIn.getByLabel("Longest time since sign-in").fill("soon");
  await signIn.getByRole("button", { name: "Save" }).click();
  await expect(signIn.getByLabel("Longest time since sign-in")).toHaveAccessibleDescription(/whole number of seconds/);
  await expect(signIn.getByRole("checkbox", { name: "client_credentials" })).toBeChecked();
  await expect(signIn.getByRole("checkbox", { name: "Require PKCE" })).toBeChecked();
  await signIn.getByLabel("Longest time since sign-in").fill("3600");
  await signIn.getByRole("button", { name: "Save" }).click();
  await expectStatus(page, "The settings are saved");
  await expect(signIn.getByRole("checkbox", { name: "Require PKCE" })).toBeChecked();

  const grant = { grant_type: "client_credentials" };
  const ask = async (way: "header" | "body") =>
    (way === "header"
      ? await post(portal, "/oauth/token", grant, basic(client))
      : await post(portal, "/oauth/token", { ...grant, ...client })
    ).status;
  expect([await ask("header"), await ask("body")]).toEqual([200, 200]);

  const authentication = page.getByRole("form", { name: "How the app proves who it is" });
  await expect(authentication.getByLabel("Client authentication")).toHaveValue("client_secret_post");
  await authentication.getByRole("checkbox", { name: "Only this way" }).check();
  await authentication.getByRole("button", { name: "Save" }).click();
  await expectStatus(page, "The settings are saved");
  expect([await ask("header"), await ask("body")]).toEqual([401, 200]);

  const tokens = page.getByRole("form", { name: "Tokens" });
  await expect(tokens.getByRole("checkbox", { name: "Name and email in the ID token too" })).toBeChecked();
  await tokens.getByRole("checkbox", { name: "Name and email in the ID token too" }).uncheck();
  await tokens.getByLabel("Signature of ID tokens").selectOption("ES256");
  await tokens.getByRole("button", { name: "Save" }).click();
  await expectStatus(page, "The settings are saved");
  await expect(tokens.getByRole("checkbox", { name: "Name and email in the ID token too" })).not.toBeChecked();
  await expect(tokens.getByLabel("Signature of ID tokens")).toHaveValue("ES256");
});
