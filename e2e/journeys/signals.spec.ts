import { ExampleApp } from "../fixtures/example-apps";
import { expect, test } from "../fixtures/test";
import { ConnectedAppsScreen } from "../screens/connected-apps";
import { ConsentScreen } from "../screens/consent";
import { registerAs } from "../screens/console";
import { expectStatus } from "../screens/status";

test("an app that fetches its events signs a person out who removes it, and the console says that it was told @no-js", async ({
  page,
  portal,
  person,
}) => {
  const app = await ExampleApp.reserve("calendar-client");
  const name = "Listening Calendar";
  const { client, clientId, clientSecret } = await registerAs(page, person, name, [`${app.url}/callback`]);
  try {
    await test.step("the developer chooses that the app fetches its events", async () => {
      await client.open("/signals");
      await page.locator("#delivery").selectOption("push");
      await page.locator("#endpointUrl").fill("http://app.example/events");
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByText("Use a complete address that starts with https://").first()).toBeVisible();
      await page.locator("#delivery").selectOption("poll");
      await page.getByRole("button", { name: "Save" }).click();
      await expectStatus(page, "Saved");
    });
    await app.start({
      APP_NAME: name,
      PORTICO_ISSUER: portal.url,
      CLIENT_ID: clientId,
      CLIENT_SECRET: clientSecret,
      POLL_EVENTS: "on",
    });
    await test.step("somebody signs in to the app, and removes it", async () => {
      await page.goto(app.url);
      await page.locator("#sign-in").click();
      await new ConsentScreen(page).allow();
      await expect(page.getByRole("button", { name: /sign out/i })).toBeVisible();
      await page.goto("/account/apps");
      await new ConnectedAppsScreen(page).remove(name);
    });
    await test.step("the app has signed them out by itself", async () => {
      await expect(async () => {
        await page.goto(app.url);
        await expect(page.locator("#sign-in")).toBeVisible({ timeout: 500 });
      }).toPass({ timeout: 10_000 });
      await expect(page.getByText("The portal told this app to sign you out.")).toBeVisible();
    });
    await test.step("the log says that each event was delivered, and one can be sent again", async () => {
      const removed = page.getByRole("row").filter({ hasText: "A person removed the app" });
      await expect(async () => {
        await client.open("/signals");
        await expect(removed).toContainText("Delivered", { timeout: 500 });
      }).toPass({ timeout: 10_000 });
      await removed.getByRole("button", { name: /^Send again/ }).click();
      await expectStatus(page, "1 event is sent again");
    });
  } finally {
    await app.stop();
  }
});
