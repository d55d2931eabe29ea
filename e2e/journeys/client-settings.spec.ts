import { expect, test } from "../fixtures/test";
import { ClientScreen, RegisterScreen } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

test("a developer sets the addresses for logout and initiated login; a wrong one is said at its field @no-js", async ({
  page,
  person,
}) => {
  await page.goto("/console/clients/new");
  await new SignInScreen(page).signIn(person);
  const register = new RegisterScreen(page);
  await register.chooseKind("Acme Sign-out");
  await register.register(["https://app.example.org/callback"]);
  const { clientId } = await register.readCredentials();
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
