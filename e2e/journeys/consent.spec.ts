import { createRemoteJWKSet, jwtVerify } from "jose";
import { webClient } from "../fixtures/client-app";
import { expect, test } from "../fixtures/test";
import { ConsentScreen } from "../screens/consent";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

test("the first time, the page says who asks, for whom, for what and where it goes; Allow brings the code back @no-js", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  const client = await portal.createClient(webClient(clientApp));
  await page.goto(clientApp.authorizeUrl(client));
  const signIn = new SignInScreen(page);
  await signIn.expectToBeHere();
  await expect(page.getByRole("main")).toContainText("Acme Calendar");
  await signIn.signIn(person);

  const consent = new ConsentScreen(page);
  await consent.expectToBeHere();
  await expect(consent.heading).toContainText("Acme Calendar");
  await expect(page.getByRole("main")).toContainText(person.email);
  await expect(page.getByRole("main")).toContainText(clientApp.redirectUri);
  await expect(consent.permissions.first()).toBeVisible();
  await consent.allow();

  await expect(page.getByRole("heading", { name: "Back at the client" })).toBeVisible();
  const { params } = clientApp.lastCallback;
  expect(params.get("state")).toBe("state-of-the-test");
  expect(params.get("iss"), "RFC 9207 §2").toBe(portal.url);
  const tokens = await clientApp.redeem(client, params.get("code") ?? "");
  expect(tokens.status).toBe(200);
  expect(tokens.body.scope).toBe("openid profile email");
});

test("what was allowed is remembered: the same request again shows no page @no-js", async ({
  page,
  clientApp,
  asked,
}) => {
  const { client, consent } = asked;
  await consent.allow();
  await page.goto(clientApp.authorizeUrl(client));
  await expect(page).toHaveURL(new RegExp(`^${clientApp.redirectUri}`));
  expect(clientApp.callbacks).toHaveLength(2);
  expect(clientApp.callbacks[0]?.params.get("code")).not.toBe(clientApp.lastCallback.params.get("code"));
});

test("one more permission is asked for, and only that one is marked as new @no-js", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  const client = await portal.createClient(webClient(clientApp));
  await page.goto(clientApp.authorizeUrl(client, { scope: "openid profile" }));
  await new SignInScreen(page).signIn(person);
  await new ConsentScreen(page).allow();
  await page.goto(clientApp.authorizeUrl(client, { scope: "openid profile email" }));
  const consent = new ConsentScreen(page);
  await consent.expectToBeHere();
  const added = page.getByText("New", { exact: true });
  await expect(added).toHaveCount(1);
  await expect(consent.permissions.filter({ has: added })).toContainText(/email/i);
  await consent.allow();
  const tokens = await clientApp.redeem(client, clientApp.lastCallback.params.get("code") ?? "");
  expect(tokens.body.scope).toBe("openid profile email");
});

test("Cancel goes back to the client with access_denied, state and issuer, and nothing is remembered @no-js", async ({
  page,
  portal,
  clientApp,
  asked,
}) => {
  const { client, consent } = asked;
  await consent.cancel();
  await expect(page).toHaveURL(new RegExp(`^${clientApp.redirectUri}`));
  const { params } = clientApp.lastCallback;
  expect(params.get("error"), "RFC 6749 §4.1.2.1").toBe("access_denied");
  expect(params.get("state")).toBe("state-of-the-test");
  expect(params.get("iss")).toBe(portal.url);
  expect(params.has("code")).toBe(false);
  await page.goto(clientApp.authorizeUrl(client));
  await new ConsentScreen(page).expectToBeHere();
});

test("prompt=consent asks although everything was allowed before @no-js", async ({ page, clientApp, asked }) => {
  const { client, consent } = asked;
  await consent.allow();
  await page.goto(clientApp.authorizeUrl(client, { prompt: "consent" }));
  await consent.expectToBeHere();
  await consent.allow();
  expect(clientApp.callbacks).toHaveLength(2);
});

test("Only this once brings no refresh token and asks again; 30 days end when the app and the list of apps say @no-js", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  const scope = "openid profile offline_access";
  const metadata = webClient(clientApp, { scope, grant_types: ["authorization_code", "refresh_token"] });
  const client = await portal.createClient({ ...metadata, max_consent_days: 45 });
  const ask = () => page.goto(clientApp.authorizeUrl(client, { scope }));
  const redeem = async () => await clientApp.redeem(client, clientApp.lastCallback.params.get("code") ?? "");
  await ask();
  await new SignInScreen(page).signIn(person);
  const consent = new ConsentScreen(page);
  await consent.expectToBeHere();
  await expect(consent.lifetime.getByRole("option")).toHaveText(["Only this once", "1 day", "30 days", "45 days"]);
  await expect(consent.lifetime).toHaveValue("45");
  await expect(page.getByText("asks for at most 45 days")).toBeVisible();
  await consent.lifetime.selectOption("Only this once");
  await consent.allow();
  const once = await redeem();
  expect(once.body).toMatchObject({ scope: "openid profile" });
  expect(once.body).not.toHaveProperty("refresh_token");

  await ask();
  await consent.expectToBeHere();
  await consent.lifetime.selectOption("30 days");
  await consent.allow();
  const { body } = await redeem();
  const month = 30 * 24 * 3600;
  expect(body.refresh_token_expires_in).toBeGreaterThan(month - 300);
  expect(body.refresh_token_expires_in).toBeLessThanOrEqual(month);
  await ask();
  await expect(page).toHaveURL(new RegExp(`^${clientApp.redirectUri}`));

  await page.goto("/account/apps");
  const end = page.getByRole("listitem").filter({ hasText: "Ends" }).getByRole("time").last();
  const shown = Date.parse((await end.getAttribute("datetime")) ?? "");
  expect(Math.abs(shown - Date.now() - month * 1000)).toBeLessThan(300_000);
  await page.getByRole("link", { name: "Details of Acme Calendar" }).click();
  await expect(page.getByText("Acme Calendar can do this until")).toBeVisible();
});

test("prompt=none never shows a page: login_required, then consent_required, then the code", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  const client = await portal.createClient(webClient(clientApp));
  const silently = clientApp.authorizeUrl(client, { prompt: "none" });
  await page.goto(silently);
  expect(clientApp.lastCallback.params.get("error")).toBe("login_required");
  await page.goto("/login");
  await new SignInScreen(page).signIn(person);
  await page.waitForURL(/\/account/);
  await page.goto(silently);
  expect(clientApp.lastCallback.params.get("error")).toBe("consent_required");
  await page.goto(clientApp.authorizeUrl(client));
  await new ConsentScreen(page).allow();
  await page.goto(silently);
  expect(clientApp.lastCallback.params.get("code")).toMatch(/^pt_ac_/);
});

test("Cancel and Allow have the same size, side by side or stacked, and neither has the focus", async ({
  page,
  asked,
}) => {
  const { consent } = asked;
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 740 });
    const [cancel, allow] = await Promise.all([consent.cancelButton.boundingBox(), consent.allowButton.boundingBox()]);
    if (!cancel || !allow) throw new Error("a button is not shown");
    expect(Math.abs(cancel.width - allow.width)).toBeLessThanOrEqual(1);
    expect(Math.abs(cancel.height - allow.height)).toBeLessThanOrEqual(1);
    expect(allow.height).toBeGreaterThanOrEqual(44);
    expect(cancel.x < allow.x || cancel.y < allow.y, "Cancel comes first").toBe(true);
  }
  await expect(consent.allowButton).not.toBeFocused();
  await expect(consent.cancelButton).not.toBeFocused();
});

test("a sensitive permission for an app that nobody checked needs its address typed; the app can be reported @no-js", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  const metadata = webClient(clientApp, { client_name: "Acme Tools", scope: "openid clients:write" });
  const client = await portal.createClient(metadata);
  const admin = await portal.createUser({ isAdmin: true });
  await page.goto(clientApp.authorizeUrl(client, { scope: "openid clients:write" }));
  await new SignInScreen(page).signIn(person);
  const consent = new ConsentScreen(page);
  const { hostname } = new URL(clientApp.redirectUri);

  await page.getByText("Report this app").click();
  await page.getByLabel("What is wrong?").selectOption("unexpected");
  await page.getByRole("button", { name: "Send report" }).click();
  await expect(page.getByText("have been told")).toBeVisible();
  const outbox = await page.context().newPage();
  await outbox.goto("/outbox");
  await expect(outbox.getByText("somebody reported “Acme Tools”").first()).toBeVisible();
  await expect(outbox.getByText(admin.email).first()).toBeVisible();
  await outbox.close();

  await consent.allow();
  await expect(page.getByText(`Type ${hostname} exactly`)).toBeVisible();
  await consent.typedHost.fill("elsewhere.example");
  await consent.typedHost.press("Enter");
  await consent.expectToBeHere();
  expect(clientApp.callbacks).toHaveLength(0);
  await expect(consent.typedHost).toHaveValue("elsewhere.example");
  await consent.typedHost.fill(hostname);
  await consent.allow();
  expect(clientApp.lastCallback.params.has("code")).toBe(true);
});

test("the page of an app shows its use and a signed receipt; the app is removed on one device, and with all that nobody verified @no-js", async ({
  page,
  portal,
  clientApp,
  asked,
}) => {
  const { client, consent } = asked;
  await consent.allow();
  await clientApp.redeem(client, clientApp.lastCallback.params.get("code") ?? "");
  await page.goto(`/account/apps/${client.client_id}`);
  const main = page.getByRole("main");
  await expect(main).toContainText("You allowed this");
  await expect(main).toContainText("Where you signed in to it");

  const href = await page
    .getByRole("link", { name: /^Download the receipt of / })
    .first()
    .getAttribute("href");
  const receipt = await page.request.get(href ?? "");
  expect(receipt.headers()["content-disposition"]).toMatch(/^attachment; filename="receipt-.+\.json"$/);
  const { jwt, receipt: readable } = await receipt.json();
  const keys = createRemoteJWKSet(new URL(`${portal.url}/oauth/jwks`));
  const { payload } = await jwtVerify(jwt, keys, { issuer: portal.url, typ: "consent-receipt+jwt" });
  expect(payload.receipt).toEqual(readable);
  expect(readable).toMatchObject({ pii_processing: { language: "en" }, shown: { app: { name: "Acme Calendar" } } });

  await page.getByRole("button", { name: /^Remove the access that Acme Calendar got on / }).click();
  await expectStatus(page, "Acme Calendar lost what it got on");

  await page.goto("/account/apps");
  await page.getByRole("link", { name: "See and remove them" }).click();
  await page.getByRole("button", { name: /^Remove access of \d+ apps?$/ }).click();
  await expectStatus(page, "no access any more");
  await page.goto(`/account/apps/${client.client_id}`);
  await expect(main).toContainText("You removed all access");
});
