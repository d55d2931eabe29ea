import { newPassword, Portal } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { readNewestLink } from "../screens/getting-back-in";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

/** Other tests of the worker sign people up, so this portal is nobody else's. */
async function withOwnPortal(use: (portal: Portal) => Promise<void>): Promise<void> {
  const portal = await Portal.start({}, { isDatabaseMade: true });
  try {
    await use(portal);
  } finally {
    await portal.stop();
  }
}

test("an administrator names and colours the portal, lets people in by invitation alone, and invites one @no-js", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  await withOwnPortal(async (portal) => {
    const context = await browser.newContext({ baseURL: portal.url, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto("/admin/settings");
    await new SignInScreen(page).signIn(await portal.createUser({ isAdmin: true }));
    const name = page.getByLabel("Name of the portal");
    const light = page.getByLabel("Colour in the light theme");
    const saveLook = page.getByRole("button", { name: "Save: Name and colour" });

    await name.fill("Acme ID");
    await light.fill("#9fd8d5");
    await saveLook.click();
    await expect(page.getByRole("link", { name: "Too little contrast on light backgrounds" })).toBeVisible();
    await expect(page.getByRole("alert")).toContainText("1.3 : 1 in the light theme");
    await expect(name).toHaveValue("Acme ID");
    await light.fill("#a31515");
    await saveLook.click();
    await expectStatus(page, "Saved.");
    await expect(page).toHaveTitle("Settings – Administration – Acme ID");
    await expect(saveLook).toHaveCSS("background-color", "rgb(163, 21, 21)");
    await expect(page.getByLabel("By program (RFC 7591)")).toBeDisabled();
    await expect(page.getByText("Set by PORTICO_REGISTRATION")).toBeVisible();

    await page.getByLabel("Who can make an account").selectOption("People who were invited");
    await page.getByRole("button", { name: "Save: New accounts" }).click();
    await expectStatus(page, "Saved.");
    await page.getByLabel("Support").fill("help@example.org");
    await page.getByRole("button", { name: "Save: Addresses" }).click();
    await expectStatus(page, "Saved.");

    const guest = await (await browser.newContext({ baseURL: portal.url, javaScriptEnabled: false })).newPage();
    await guest.goto("/sign-up");
    await expect(guest.getByRole("heading", { name: "Accounts are by invitation here" })).toBeVisible();
    await expect(guest.getByRole("link", { name: "Support" })).toHaveAttribute("href", "mailto:help@example.org");

    await page.goto("/admin/users");
    await page.getByRole("link", { name: "Invite somebody" }).click();
    await page.getByLabel("Email").fill("guest@example.org");
    await page.getByRole("button", { name: "Send the invitation" }).click();
    await expectStatus(page, "guest@example.org is invited");
    const first = await readNewestLink(page, "guest@example.org");
    await page.getByRole("button", { name: "Send the invitation of guest@example.org again" }).click();
    await expectStatus(page, "guest@example.org is invited");
    const link = await readNewestLink(page, "guest@example.org");

    await guest.goto(first);
    await expect(guest.getByRole("heading", { name: "This invitation is over" })).toBeVisible();
    await guest.goto(link);
    // A mail program that opened the link used nothing up.
    await guest.goto(link);
    await expect(guest.getByLabel("Email")).toHaveValue("guest@example.org");
    await guest.locator("#password").fill("short");
    await guest.getByRole("button", { name: "Create account" }).click();
    await expect(guest.getByText("This password is too short").first()).toBeVisible();
    await guest.locator("#password").fill(newPassword());
    await guest.getByRole("button", { name: "Create account" }).click();
    await expect(guest).toHaveURL(/\/account$/);
    await page.reload();
    await expect(page.getByText("There are no open invitations")).toBeVisible();

    await page.goto("/admin/settings");
    await page.getByRole("button", { name: "Reset to default: Name of the portal" }).click();
    await expectStatus(page, "Name of the portal is at its default again.");
    await expect(page).toHaveTitle("Settings – Administration – Portico");
  });
});
