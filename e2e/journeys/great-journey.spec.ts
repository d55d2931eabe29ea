import { randomBytes } from "node:crypto";
import { ExampleApp } from "../fixtures/example-apps";
import { newPassword } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { ConnectedAppsScreen } from "../screens/connected-apps";
import { ConsentScreen } from "../screens/consent";
import { ClientScreen, RegisterScreen } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";
import { SignUpScreen } from "../screens/sign-up";

test.setTimeout(240_000);

test("from an empty browser to an app that reads a calendar, and back to an app that may not any more @no-js", async ({
  page,
  portal,
  calendarApi: api,
}, testInfo) => {
  const app = await ExampleApp.reserve("calendar-client");
  const name = `Team Calendar ${randomBytes(2).toString("hex")}`;
  const person = {
    email: `user-${randomBytes(4).toString("hex")}@example.org`,
    name: "Example Person",
    password: newPassword(),
  };
  let pictures = 0;
  const picture = async (title: string) => {
    pictures += 1;
    const path = testInfo.outputPath(`${String(pictures).padStart(2, "0")}-${title}.png`);
    await page.screenshot({ path, fullPage: true });
  };

  // Recorded, passed or not: every step in pictures, and a trace with the pages themselves. By hand, as Playwright's
  // own setting would ask for a worker of its own; where that is set for all, it records this too.
  const { tracing } = page.context();
  const isRecordedAnyway = testInfo.project.use.trace !== "off";
  if (!isRecordedAnyway) await tracing.start({ snapshots: true, screenshots: true });

  try {
    await test.step("an account, confirmed with the mailed code", async () => {
      await page.goto("/");
      await page.getByRole("main").getByRole("link", { name: "Create an account" }).click();
      const signUp = new SignUpScreen(page);
      await picture("sign-up");
      await signUp.fill(person);
      await expect(page.getByRole("heading", { level: 1, name: "Check your mail" })).toBeVisible();
      await picture("code");
      await signUp.confirm(await signUp.readMailedCode(person.email));
      await expect(page).toHaveURL(/\/account(\/|$)/);
      await expect(page.getByRole("main")).toContainText(person.email);
      await picture("account");
    });

    await test.step("an app registered in the console, with the scopes of the calendar", async () => {
      await page.goto("/console");
      await page.getByRole("link", { name: "Register an app" }).first().click();
      const register = new RegisterScreen(page);
      await register.chooseKind(name);
      await picture("register");
      await register.register([`${app.url}/callback`]);
      await expect(page.locator("#client-id")).toBeVisible();
      await picture("registered");
      const { clientId, clientSecret } = await register.readCredentials();
      expect(clientId).toMatch(/^pt_cl_/);
      expect(clientSecret).toMatch(/^pt_cs_/);
      const client = new ClientScreen(page, clientId);
      await client.addPostLogoutUri(`${app.url}/signed-out`);
      await client.chooseScopes(["offline_access", "calendar:read", "calendar:write"], ["calendar:write"]);
      await picture("scopes");
      await app.start({
        APP_NAME: name,
        PORTICO_ISSUER: portal.url,
        CLIENT_ID: clientId,
        CLIENT_SECRET: clientSecret,
        CALENDAR_API_URL: api.url,
      });
    });

    await test.step("signed in to the app, which was allowed to read but not to change", async () => {
      await page.goto(app.url);
      await page.locator("#sign-in").click();
      const consent = new ConsentScreen(page);
      await consent.expectToBeHere();
      await expect(consent.heading).toHaveText(`Allow ${name} to use your account?`);
      await expect(consent.permission("Read your calendars")).toBeVisible();
      await expect(consent.checkbox("Create and change events")).not.toBeChecked();
      await picture("consent");
      await consent.allow();
      await expect(page).toHaveURL(`${app.url}/`);
      await expect(page.getByRole("banner")).toContainText(person.email);
    });

    await test.step("the app shows what the API answered", async () => {
      await expect(page.locator("#events").getByRole("listitem").first()).toBeVisible();
      await expect(page.getByText("You let", { exact: false })).toContainText("read your calendar, not change it");
      await picture("events");
    });

    await test.step("the access token runs out and is refreshed", async () => {
      await expect(async () => {
        await page.reload();
        await expect(page.getByText("grant_type=refresh_token").first()).toBeAttached({ timeout: 500 });
      }).toPass({ timeout: 20_000 });
      await expect(page.locator("#events").getByRole("listitem").first()).toBeVisible();
      await picture("refreshed");
    });

    await test.step("asked again, the person allows changes too, and adds an event through the app", async () => {
      await page.getByRole("link", { name: "Allow changes" }).click();
      const consent = new ConsentScreen(page);
      await consent.checkbox("Create and change events").check();
      await consent.allow();
      await page.getByLabel("Title").fill("Lunch in the park");
      await page.getByRole("button", { name: "Add event" }).click();
      await expect(page.getByRole("status")).toHaveText("“Lunch in the park” is in your calendar.");
      await expect(page.locator("#events").getByText("Lunch in the park")).toBeVisible();
      await picture("event-added");
    });

    await test.step("and turns that off again: the app goes back to reading", async () => {
      await page.goto(`${app.url}/sign-in?ask_again`);
      const consent = new ConsentScreen(page);
      await consent.checkbox("Create and change events").uncheck();
      await consent.allow();
      await expect(page.getByText("You let", { exact: false })).toContainText("read your calendar, not change it");
      await expect(page.getByRole("button", { name: "Add event" })).toHaveCount(0);
      await expect(page.locator("#events").getByText("Lunch in the park")).toBeVisible();
    });

    await test.step("the access is removed on the account page", async () => {
      await page.goto("/account");
      await page.getByRole("link", { name: "Connected apps" }).first().click();
      const apps = new ConnectedAppsScreen(page);
      await expect(apps.app(name)).toContainText("Read your calendars");
      await picture("connected-apps");
      await apps.remove(name);
      await picture("removed");
    });

    await test.step("the app's next call is refused, at once", async () => {
      await page.goto(app.url);
      await expect(page.locator("#access-removed")).toBeVisible();
      await expect(page.locator("#events")).toHaveCount(0);
      await picture("refused");
    });

    await test.step("signing in again asks again", async () => {
      await page.locator("#sign-in").click();
      await new ConsentScreen(page).expectToBeHere();
    });

    await test.step("signing out of the app ends the session at the portal too, and comes back", async () => {
      await new ConsentScreen(page).allow();
      await expect(page).toHaveURL(`${app.url}/`);
      await page.getByRole("button", { name: "Sign out" }).click();
      await expect(page).toHaveURL(`${app.url}/`);
      await expect(page.getByRole("status")).toHaveText("You are signed out.");
      await page.goto("/account");
      await new SignInScreen(page).expectToBeHere();
    });
  } finally {
    if (!isRecordedAnyway) await tracing.stop({ path: testInfo.outputPath("trace.zip") });
    await app.stop();
  }
});
