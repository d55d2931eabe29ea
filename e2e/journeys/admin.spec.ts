import { randomBytes } from "node:crypto";
import { webClient } from "../fixtures/client-app";
import { expect, test } from "../fixtures/test";
import { RegistrationScreen, ReviewScreen } from "../screens/admin";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

test("an administrator makes an initial access token, which is shown once, and revokes it @no-js", async ({
  page,
  portal,
}) => {
  const note = `The team ${randomBytes(3).toString("hex")}`;
  const screen = new RegistrationScreen(page);
  await screen.open();
  await new SignInScreen(page).signIn(await portal.createUser({ isAdmin: true }));
  await screen.fill({ note, uses: "none", days: "7" });
  await expect(page.getByLabel("Apps that may be registered")).toHaveAccessibleDescription(/Use a whole number/);
  await screen.fill({ note, uses: "3", days: "7" });
  const token = await screen.readToken();
  expect(token).toMatch(/^pt_rg_/);
  await page.getByRole("link", { name: "Done" }).click();
  const row = page.getByRole("row", { name: note });
  await expect(row).toContainText("Works");
  expect(await page.content()).not.toContain(token);
  await row.getByRole("link", { name: "Revoke" }).click();
  await page.getByRole("button", { name: "Revoke now" }).click();
  await expectStatus(page, "The token is revoked");
  await expect(row).toContainText("Revoked");
});

test("an administrator compares apps with names that look alike, suspends one, and refuses another with a reason", async ({
  page,
  portal,
  clientApp,
}) => {
  const mark = randomBytes(3).toString("hex");
  const first = await portal.createClient(webClient(clientApp, { client_name: `Bank ${mark}` }));
  const second = await portal.createClient(webClient(clientApp, { client_name: `8ank ${mark}` }));
  await page.goto("/admin");
  await new SignInScreen(page).signIn(await portal.createUser({ isAdmin: true }));
  await expect(page).toHaveURL(/\/admin\/clients$/);
  const row = page.getByRole("row", { name: second.client_id });
  await row.getByRole("button", { name: /^Suspend/ }).click();
  await expectStatus(page, "is suspended");
  await expect(row).toContainText("Suspended");
  await expect(page.getByRole("row", { name: first.client_id })).toContainText("Development");

  const review = new ReviewScreen(page);
  await review.verify(first.client_id);
  await review.refuse(first.client_id, "");
  await expect(page.getByLabel("Reason")).toHaveAccessibleDescription(/Say why/);
  await review.refuse(first.client_id, "It is not the bank's.");
  await expectStatus(page, "is not verified");
});

test("pages of the administration are not there for a developer", async ({ page, person }) => {
  await page.goto("/console");
  await new SignInScreen(page).signIn(person);
  await expect(page.getByRole("link", { name: "Administration" })).toHaveCount(0);
  for (const path of ["/admin", "/admin/clients", "/admin/clients/pt_cl_any", "/admin/registration"]) {
    expect((await page.goto(path))?.status(), path).toBe(404);
  }
});
