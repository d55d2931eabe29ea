import { randomBytes } from "node:crypto";
import { expect, test } from "../fixtures/test";
import { ConsentScreen } from "../screens/consent";
import { RegisterScreen } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

test("an address that is not registered is fixed from the error page in three clicks, and signs in at once @no-js", async ({
  page,
  clientApp,
  person,
}) => {
  const name = `Acme Notes ${randomBytes(2).toString("hex")}`;
  await page.goto("/console/clients/new");
  await new SignInScreen(page).signIn(person);
  const register = new RegisterScreen(page);
  await register.chooseKind(name);
  await register.register([`${clientApp.redirectUri}/old`]);
  const { clientId, clientSecret } = await register.readCredentials();
  const client = { client_id: clientId, client_secret: clientSecret };

  await page.goto(clientApp.authorizeUrl(client));
  await expect(page.getByRole("main")).toContainText("Nothing was shared");
  await expect(page.getByRole("main")).toContainText(clientApp.redirectUri);
  await page.getByRole("link", { name: "Add this URI to the app" }).click();
  const form = page.getByRole("form", { name: "Add a redirect URI" });
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await expectStatus(page, "It works now");

  await page.goto(clientApp.authorizeUrl(client));
  await new ConsentScreen(page).allow();
  await expect(page.getByRole("heading", { name: "Back at the client" })).toBeVisible();
  expect((await clientApp.redeem(client, clientApp.lastCallback.params.get("code") ?? "")).status).toBe(200);
});

test("a stranger sees what was received, not what is registered @no-js", async ({ page, portal, clientApp }) => {
  const client = await portal.createClient({
    client_name: "Acme Notes",
    redirect_uris: ["https://notes.example.org/cb"],
  });
  await page.goto(clientApp.authorizeUrl(client));
  await expect(page.getByRole("main")).toContainText(clientApp.redirectUri);
  expect(await page.content()).not.toContain("notes.example.org");
  await expect(page.getByRole("link", { name: "Add this URI to the app" })).toHaveCount(0);
});

test("an address that somebody tried is only filled in, with its host marked, and added after a sign-in that is fresh @no-js", async ({
  page,
  portal,
  clientApp,
  person,
}) => {
  await page.goto("/console/clients/new");
  await new SignInScreen(page).signIn(person);
  const register = new RegisterScreen(page);
  await register.chooseKind(`Acme Board ${randomBytes(2).toString("hex")}`);
  await register.register(["https://board.example.org/callback"]);
  const { clientId: client_id } = await register.readCredentials();
  const tried = "https://board.example.org.evil.example/callback";
  await page.goto(clientApp.authorizeUrl({ client_id, client_secret: "" }, { redirect_uri: tried }));
  await expect(page.getByRole("main")).toContainText("leads to board.example.org.evil.example");

  const item = page.getByRole("listitem").filter({ hasText: tried });
  // What was refused is written a moment after its answer.
  await expect(async () => {
    await page.goto(`/console/clients/${client_id}/redirect-uris`);
    await expect(item).toContainText("Not one of this app's hosts", { timeout: 1000 });
  }).toPass();
  await item.getByRole("link", { name: "Add this URI" }).click();
  const form = page.getByRole("form", { name: "Add a redirect URI" });
  await expect(form.getByRole("textbox")).toHaveValue(tried);
  await expect(page.getByText("add it only if it is yours")).toBeVisible();
  await expect(page.getByText("1 of 20")).toBeVisible();

  await portal.executeSql("UPDATE sessions SET authenticated_at = authenticated_at - interval '11 minutes'");
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(form.getByRole("textbox")).toHaveValue(tried);
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await expectStatus(page, "It works now");
});
