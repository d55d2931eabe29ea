import { randomBytes } from "node:crypto";
import { expect, test } from "../fixtures/test";
import { ConsentScreen } from "../screens/consent";
import { registerAs } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

test("an address that is not registered is fixed from the error page in three clicks, and signs in at once @no-js", async ({
  page,
  clientApp,
  person,
}) => {
  const name = `Acme Notes ${randomBytes(2).toString("hex")}`;
  const { clientId, clientSecret } = await registerAs(page, person, name, [`${clientApp.redirectUri}/old`]);
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
  const { clientId: client_id } = await registerAs(page, person, `Acme Board ${randomBytes(2).toString("hex")}`, [
    "https://board.example.org/callback",
  ]);
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
  await expect(page.getByText("1 of 100")).toBeVisible();

  await portal.executeSql("UPDATE sessions SET authenticated_at = authenticated_at - interval '11 minutes'");
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(form.getByRole("textbox")).toHaveValue(tried);
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await expectStatus(page, "It works now");

  // The same for every other form: what was typed is there again, and the act one press away.
  await page.goto(`/console/clients/${client_id}/settings?delete=1`);
  await portal.executeSql("UPDATE sessions SET authenticated_at = authenticated_at - interval '11 minutes'");
  const typed = page.locator("#typed-name");
  await typed.fill("Acme Bored");
  await page.getByRole("button", { name: "Delete app" }).click();
  await new SignInScreen(page).password.fill(person.password);
  await new SignInScreen(page).submit();
  await expect(page).toHaveURL(/\/settings\?delete=1$/);
  await expect(typed).toHaveValue("Acme Bored");
  await page.reload();
  await expect(typed).toHaveValue("");
});

test("the list says how an encoded host reads, and that anybody can register names under another @no-js", async ({
  page,
  person,
}) => {
  const { clientId } = await registerAs(page, person, `Acme Hosts ${randomBytes(2).toString("hex")}`, [
    "https://xn--bcher-kva.example/cb",
    "https://github.io/cb",
    "https://app.example.org/cb",
  ]);

  await page.goto(`/console/clients/${clientId}/redirect-uris`);
  const row = (uri: string) => page.getByRole("listitem").filter({ hasText: uri });
  await expect(row("https://xn--bcher-kva.example/cb")).toContainText("Reads as: bücher.example");
  await expect(row("https://github.io/cb")).toContainText("Anybody can register names under this host");
  await expect(row("https://app.example.org/cb")).not.toContainText(/Reads as|Anybody can register/);
});
