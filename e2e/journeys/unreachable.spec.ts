import { randomBytes } from "node:crypto";
import type { Locator, Page } from "playwright/test";
import { webClient } from "../fixtures/client-app";
import { expect, test } from "../fixtures/test";
import { RegistrationScreen } from "../screens/admin";
import { ConsentScreen } from "../screens/consent";
import { registerAs } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";
import { waitUntilTakenOver } from "../screens/taken-over";

/** How a portal can be away: no connection, or something in front of it that answers in its place. */
const outages = ["no connection", "an answer from elsewhere"] as const;

async function cutOff(page: Page, outage: (typeof outages)[number]): Promise<void> {
  await page.route(
    (url) => url.pathname !== "/callback",
    (route) =>
      outage === "no connection"
        ? route.abort("connectionrefused")
        : route.fulfill({ status: 503, contentType: "text/html", body: "<!doctype html><p>We will be right back" }),
  );
}

/** A press in vain is told beside its button; the page stays as it is, and the next press does what it says. */
async function expectSecondTry(page: Page, button: Locator, status: string): Promise<void> {
  // A link may only just have been followed to the question that the button answers.
  await button.waitFor();
  await waitUntilTakenOver(page);
  for (const outage of outages) {
    await cutOff(page, outage);
    await button.click();
    const form = button.locator("xpath=ancestor::form");
    await expect(form.getByRole("alert"), outage).toHaveText(/The portal could not be reached/);
    await expect(button).toBeEnabled();
    await expect(button).toBeFocused();
    await page.unrouteAll();
  }
  await button.click();
  await expectStatus(page, status);
  await expect(page.getByText("The portal could not be reached")).toHaveCount(0);
}

test("presses in the console that did not reach the portal are told beside the button, which works again", async ({
  page,
  person,
}) => {
  const { client } = await registerAs(page, person, "Acme Away", [
    "https://away.example.org/a",
    "https://away.example.org/b",
  ]);

  await client.open("/redirect-uris");
  await page.getByRole("link", { name: "Remove https://away.example.org/a" }).click();
  const other = page.getByRole("textbox", { name: "Add a post-logout redirect URI" });
  await other.fill("https://away.example.org/bye");
  await expectSecondTry(page, page.getByRole("button", { name: "Remove address" }), "The address is removed");
  await expect(other).toHaveValue("https://away.example.org/bye");

  await client.open("/credentials");
  await page.getByRole("link", { name: /^Revoke the secret/ }).click();
  await expectSecondTry(page, page.getByRole("button", { name: "Revoke now" }), "is revoked");

  await client.open("/settings");
  await expectSecondTry(page, page.getByRole("button", { name: "Suspend app" }), "is suspended");
});

test("presses in the account that did not reach the portal are told beside the button, which works again", async ({
  page,
  browser,
  portal,
  clientApp,
  person,
}) => {
  const allowed = await portal.createClient(webClient(clientApp, { client_name: "Acme Away" }));
  const context = await browser.newContext({ baseURL: portal.url });
  const elsewhere = await context.newPage();
  await elsewhere.goto("/account/sessions");
  await new SignInScreen(elsewhere).signIn(person);
  await elsewhere.getByRole("heading", { name: "Other devices" }).waitFor();
  await context.close();
  await page.goto(clientApp.authorizeUrl(allowed));
  await new SignInScreen(page).signIn(person);
  await new ConsentScreen(page).allow();
  await expect(page.getByRole("heading", { name: "Back at the client" })).toBeVisible();

  await page.goto("/account/sessions");
  const signOut = page.getByRole("list", { name: "Other devices" }).getByRole("button");
  await expectSecondTry(page, signOut, "is signed out");

  await page.goto("/account/apps");
  await page.getByRole("button", { name: "Remove access of Acme Away" }).click();
  const remove = page.getByRole("dialog").getByRole("button", { name: "Remove access" });
  await expectSecondTry(page, remove, "no longer has access");
});

test("presses in the administration that did not reach the portal are told beside the button, which works again", async ({
  page,
  portal,
}) => {
  const note = `Away ${randomBytes(3).toString("hex")}`;
  await page.goto("/admin/registration");
  await new SignInScreen(page).signIn(await portal.createUser({ isAdmin: true }));
  const tokens = new RegistrationScreen(page);
  await tokens.fill({ note, uses: "1", days: "7" });
  await tokens.readToken();
  await tokens.open();
  await page.getByRole("row", { name: note }).getByRole("link", { name: "Revoke" }).click();
  await expectSecondTry(page, page.getByRole("button", { name: "Revoke now" }), "The token is revoked");
});

test("the colours change where they are: nothing typed is lost, and a portal that is away is told", async ({
  page,
  person,
}) => {
  await page.goto("/console/clients/new");
  await new SignInScreen(page).signIn(person);
  const name = page.getByLabel("App name");
  await name.fill("Acme Colours");
  await waitUntilTakenOver(page);
  const dark = page.getByRole("button", { name: "Dark" });
  const html = page.locator("html");
  for (const outage of outages) {
    await cutOff(page, outage);
    await dark.click();
    await expect(page.getByRole("contentinfo").getByRole("alert")).toHaveText(/The portal could not be reached/);
    await expect(dark).toHaveAttribute("aria-pressed", "false");
    await page.unrouteAll();
  }
  await dark.click();
  await expect(dark).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("contentinfo").getByRole("alert")).toHaveCount(0);
  await expect(html).toHaveAttribute("data-theme", "dark");
  await expect(name).toHaveValue("Acme Colours");
  await page.reload();
  await expect(html).toHaveAttribute("data-theme", "dark");
});

test("without JavaScript the colours change by the page @no-js", async ({ page, person }) => {
  await page.goto("/account");
  await new SignInScreen(page).signIn(person);
  for (const theme of ["Dark", "Light"]) {
    await page.getByRole("button", { name: theme }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme.toLowerCase());
    await expect(page).toHaveURL(/\/account$/);
  }
});
