import { newPassword, Portal } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { SignInScreen } from "../screens/sign-in";

test.setTimeout(300_000);

test("the set-up link of the first start makes the administrator, once @no-js", async ({ browser }, testInfo) => {
  const portal = await Portal.start();
  try {
    const link = (await portal.waitForOutput(/http[^\s"]+\/setup[^\s"]*/))[0];
    const { javaScriptEnabled } = testInfo.project.use;
    const context = await browser.newContext({ baseURL: portal.url, javaScriptEnabled });
    const page = await context.newPage();
    const admin = { email: "admin@example.org", password: newPassword() };

    await page.goto(link);
    await page.getByLabel("Email").fill(admin.email);
    await page.getByLabel("Password", { exact: true }).fill(admin.password);
    await page.getByRole("button", { name: "Create administrator" }).click();
    await expect(page).not.toHaveURL(/\/setup/);

    await page.goto(link);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This set-up link does not work");
    await page.goto("/setup");
    await expect(page.getByRole("button", { name: "Create administrator" })).toHaveCount(0);

    await context.clearCookies();
    await page.goto("/login");
    await new SignInScreen(page).signIn(admin);
    await expect(page).toHaveURL(/\/account(\/|$)/);

    await portal.pause();
    await portal.resume();
    expect(portal.output).not.toContain("/setup");
    await context.close();
  } finally {
    await portal.stop();
  }
});
