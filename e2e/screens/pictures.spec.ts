import { startCalendarApi } from "../fixtures/calendar-api";
import { expect, test } from "../fixtures/test";
import { ConsentScreen } from "./consent";
import { ClientScreen, RegisterScreen } from "./console";
import { SignInScreen } from "./sign-in";

// Takes the picture of the README, from a real portal: npx playwright test … --project=pictures
test.use({ viewport: { width: 560, height: 900 }, colorScheme: "light" });

test("the consent page", async ({ page, portal, clientApp }) => {
  const api = await startCalendarApi(portal, { accessTokenTtl: 600 });
  try {
    const person = await portal.createUser({ email: "user@example.org" });
    await page.goto("/console/clients/new");
    await new SignInScreen(page).signIn(person);
    const register = new RegisterScreen(page);
    await register.chooseKind("Acme Calendar");
    await register.register(["https://calendar.example.org/callback"]);
    const { clientId, clientSecret } = await register.readCredentials();
    await new ClientScreen(page, clientId).chooseScopes(
      ["offline_access", "calendar:read", "calendar:write"],
      ["calendar:write"],
    );
    await page.goto(
      clientApp.authorizeUrl(
        { client_id: clientId, client_secret: clientSecret },
        {
          redirect_uri: "https://calendar.example.org/callback",
          scope: "openid profile email offline_access calendar:read calendar:write",
          resource: api.url,
        },
      ),
    );
    await new ConsentScreen(page).expectToBeHere();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.screenshot({ path: `${import.meta.dirname}/consent.png`, fullPage: true });
  } finally {
    await api.stop();
  }
});
