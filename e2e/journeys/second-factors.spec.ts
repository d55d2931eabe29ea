import { decodeJwt } from "jose";
import { listAppRoutes } from "../fixtures/app-routes";
import { webClient } from "../fixtures/client-app";
import { expect, test } from "../fixtures/test";
import { ConsentScreen } from "../screens/consent";
import { AuthenticatorScreen, SecondFactorScreen } from "../screens/second-factor";
import { SignInScreen } from "../screens/sign-in";

/** An app's request that is answered only after a sign-in with both factors. @see OIDC Core §5.5.1.1 */
const MULTI_FACTOR = {
  claims: JSON.stringify({ id_token: { acr: { essential: true, value: "https://refeds.org/profile/mfa" } } }),
};

test("an authenticator app is asked for on the way to an app, and a recovery code gets its person in without it @no-js", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  await page.goto("/account/security/authenticator");
  await new SignInScreen(page).signIn(person);
  const screen = new AuthenticatorScreen(page);
  await expect(page.getByRole("img", { name: "QR code" })).toBeVisible();
  await page.locator("#otp").fill("000000");
  await page.locator("#otp-submit").click();
  await expect(page.getByText("That code is not right").first()).toBeVisible();
  const app = await screen.add();
  const codes = await screen.takeRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  await expect(page.getByText("10 of 10 left")).toBeVisible();

  const client = await portal.createClient(webClient(clientApp));
  await page.context().clearCookies();
  await page.goto(clientApp.authorizeUrl(client));
  await new SignInScreen(page).signIn(person);
  const factor = new SecondFactorScreen(page);
  await factor.confirm("000 000");
  await expect(page.locator("#otp-error")).toBeVisible();
  await expect(page).toHaveTitle(/^Error: /);
  const code = app.newCode();
  await factor.confirm(`${code.slice(0, 3)} ${code.slice(3)}`);
  await new ConsentScreen(page).allow();
  await expect(page).toHaveURL(new RegExp(`^${clientApp.redirectUri}`));

  await page.context().clearCookies();
  await page.goto("/account/security");
  await new SignInScreen(page).signIn(person);
  await factor.recover(codes[0] ?? "");
  await expect(page).toHaveURL(/\/account\/security$/);
  await expect(page.getByText("9 of 10 left")).toBeVisible();

  await page.getByRole("link", { name: "Remove the authenticator app" }).click();
  await page.getByRole("button", { name: "Remove the authenticator app" }).click();
  await expect(page.getByText("The authenticator app is removed.")).toBeVisible();
  await page.context().clearCookies();
  await page.goto("/login");
  await new SignInScreen(page).signIn(person);
  await expect(page).toHaveURL(/\/account$/);
});

test("whoever is half signed in opens nothing that a stranger does not, and an app that asks for it gets both factors", async ({
  page,
  browser,
  portal,
  person,
  clientApp,
}) => {
  await page.goto("/account/security/authenticator");
  await new SignInScreen(page).signIn(person);
  const app = await new AuthenticatorScreen(page).add();
  await new AuthenticatorScreen(page).takeRecoveryCodes();
  await expect(page).toHaveURL(/\/account\/security$/);

  const client = await portal.createClient(webClient(clientApp));
  await page.context().clearCookies();
  await page.goto(clientApp.authorizeUrl(client, MULTI_FACTOR));
  await new SignInScreen(page).signIn(person);
  await expect(page.locator("#otp")).toBeVisible();
  const codePage = page.url();

  // The pages of the half state itself are all that differs.
  const own = ["/login/code", "/login/recovery", "/login/passkey"];
  const pages = listAppRoutes().filter((route) => !own.includes(route));
  const paths = pages.map((route) =>
    route
      .replace("[clientId]", encodeURIComponent(client.client_id))
      .replace(/\[\w+Id\]/, "1")
      .replace("[...path]", "account"),
  );
  const { pathname, search } = new URL(clientApp.authorizeUrl(client, { prompt: "none" }));
  paths.push("/api/v1/clients", "/oauth/userinfo", pathname + search);
  expect(paths.length).toBeGreaterThan(50);
  const stranger = await browser.newContext({ baseURL: portal.url });
  const answers = await Promise.all(
    [page.context(), stranger].map(async ({ request }) => {
      const told: string[] = [];
      for (const path of paths) {
        for (const method of ["GET", "POST"]) {
          const answer = await request.fetch(path, { method, maxRedirects: 0 });
          const location = (answer.headers().location ?? "").replace(/([?&](code|state|request)=)[^&]*/g, "$1");
          told.push(`${method} ${path}: ${answer.status()} ${location}`);
        }
      }
      return told;
    }),
  );
  expect(answers[0]).toEqual(answers[1]);
  await stranger.close();
  // The request is this browser's own, and still asks who it is about.
  const consent = await page.request.get(`/consent${new URL(codePage).search}`, { maxRedirects: 0 });
  expect(consent.headers().location).toMatch(/^\/login\?/);

  await page.goto(codePage);
  await new SecondFactorScreen(page).confirm(app.newCode());
  await new ConsentScreen(page).allow();
  await expect(page).toHaveURL(new RegExp(`^${clientApp.redirectUri}`));
  const { body } = await clientApp.redeem(client, clientApp.lastCallback.params.get("code") ?? "");
  expect(decodeJwt(String(body.id_token))).toMatchObject({
    acr: "https://refeds.org/profile/mfa",
    amr: ["pwd", "otp", "mfa"],
  });

  // Nobody signs in safer than they can: the app is told.
  const simple = await portal.createUser();
  await page.context().clearCookies();
  await page.goto(clientApp.authorizeUrl(client, MULTI_FACTOR));
  await new SignInScreen(page).signIn(simple);
  await expect(page).toHaveURL(new RegExp(`^${clientApp.redirectUri}`));
  expect(clientApp.lastCallback.params.get("error")).toBe("unmet_authentication_requirements");
});

test("an app that asks for both factors of people who are signed in by their password gets the other one, by a code or a recovery code @no-js", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  // Two sessions by the password, and one that adds the authenticator app.
  const sessions = [];
  for (const path of ["/account", "/account", "/account/security/authenticator"]) {
    await page.context().clearCookies();
    await page.goto(path);
    await new SignInScreen(page).signIn(person);
    sessions.push(await page.context().cookies());
  }
  const app = await new AuthenticatorScreen(page).add();
  const [recoveryCode = ""] = await new AuthenticatorScreen(page).takeRecoveryCodes();
  await expect(page).toHaveURL(/\/account\/security$/);

  const factor = new SecondFactorScreen(page);
  const ways = [() => factor.confirm(app.newCode()), () => factor.recover(recoveryCode)];
  for (const [index, prove] of ways.entries()) {
    const client = await portal.createClient(webClient(clientApp));
    await page.context().clearCookies();
    await page.context().addCookies(sessions[index] ?? []);
    await page.goto(clientApp.authorizeUrl(client, MULTI_FACTOR));
    await prove();
    await new ConsentScreen(page).allow();
    await expect(page).toHaveURL(new RegExp(`^${clientApp.redirectUri}`));
    const { body } = await clientApp.redeem(client, clientApp.lastCallback.params.get("code") ?? "");
    expect(decodeJwt(String(body.id_token))).toMatchObject({ acr: "https://refeds.org/profile/mfa" });
  }
});

test("a browser that is remembered asks for the second factor before credentials change, and for nothing else @no-js", async ({
  page,
  portal,
  person,
}) => {
  await page.goto("/account/security/authenticator");
  await new SignInScreen(page).signIn(person);
  const app = await new AuthenticatorScreen(page).add();
  const [code = ""] = await new AuthenticatorScreen(page).takeRecoveryCodes();
  const endSession = () => page.context().clearCookies({ name: /portico_session/ });

  await endSession();
  await page.goto("/account");
  await new SignInScreen(page).signIn(person);
  await page.getByLabel("Do not ask again in this browser").check();
  await new SecondFactorScreen(page).confirm(app.newCode());
  await endSession();
  await page.goto("/account/security");
  await new SignInScreen(page).signIn(person);
  await expect(page).toHaveURL(`${portal.url}/account/security`);

  // The password is a moment old and is not asked for again; the act is where the person wanted to do it.
  await page.getByRole("link", { name: "Remove the authenticator app" }).click();
  await expect(page).toHaveURL(/\/login\/code\?return_to=/);
  await new SecondFactorScreen(page).recover(code);
  await expect(page).toHaveURL(/\/account\/security\/authenticator\/remove$/);
  await page.getByRole("button", { name: "Remove the authenticator app" }).click();
  await expect(page.getByText("The authenticator app is removed.")).toBeVisible();

  // The sessions of before are still there, and whoever changed a factor can end them (ASVS 7.4.3).
  await page.locator("#others-sign-out").click();
  await expect(page.getByText("2 other devices are signed out.")).toBeVisible();
  await expect(page.locator("#others-sign-out")).toBeHidden();
});
