import { webClient } from "../fixtures/client-app";
import { newPassword } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { ConsentScreen } from "../screens/consent";
import { readForm } from "../screens/forms";
import { SignInScreen } from "../screens/sign-in";

test("a bookmarked sign-in page leads to the account @no-js", async ({ page, person }) => {
  await page.goto("/login");
  await new SignInScreen(page).signIn(person);
  await expect(page).toHaveURL(/\/account(\/|$)/);
});

test("a wrong password and an unknown address get the same answer, and the address is kept @no-js", async ({
  page,
  person,
}) => {
  const signIn = new SignInScreen(page);
  const texts: string[] = [];
  for (const email of [person.email, "nobody@example.org"]) {
    await page.goto("/login");
    await signIn.signIn({ email, password: newPassword() });
    await expect(signIn.error).toBeVisible();
    await expect(signIn.email).toHaveValue(email);
    await expect(signIn.password).toHaveValue("");
    await expect(page).toHaveTitle(/^Error: /);
    texts.push((await signIn.error.textContent()) ?? "");
  }
  expect(texts[0]).toBe(texts[1]);
  await signIn.signIn(person);
  await expect(page).toHaveURL(/\/account(\/|$)/);
});

test("fields are named so that password managers find them, and the fields are in one form", async ({ page }) => {
  await page.goto("/login");
  const signIn = new SignInScreen(page);
  await expect(signIn.email).toHaveAttribute("autocomplete", "username webauthn");
  await expect(signIn.email).toHaveAttribute("type", "email");
  await expect(signIn.password).toHaveAttribute("autocomplete", "current-password");
  const form = await readForm(page, page.locator("#login-submit"));
  expect(Object.keys(form.fields)).toEqual(expect.arrayContaining(["username", "password"]));
});

test("a page behind the sign-in is returned to after it @no-js", async ({ page, person }) => {
  await page.goto("/account/apps");
  const signIn = new SignInScreen(page);
  await signIn.expectToBeHere();
  await signIn.signIn(person);
  await expect(page).toHaveURL(/\/account\/apps$/);
});

test("return_to never leads to another site @no-js", async ({ page, person, portal }) => {
  const targets = ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"];
  for (const target of targets) {
    await page.context().clearCookies();
    await page.goto(`/login?return_to=${encodeURIComponent(target)}`);
    await new SignInScreen(page).signIn(person);
    await expect(page).toHaveURL(new RegExp(`^${portal.url}/`));
  }
});

test("the sign-in form with a changed token is refused, then works", async ({ page, person }) => {
  await page.goto("/login");
  const form = await readForm(page, page.locator("#login-submit"));
  const token = Object.keys(form.fields).find((name) => /csrf/i.test(name));
  if (!token) throw new Error("the form carries no token");
  const fields = { ...form.fields, username: person.email, password: person.password };
  const refused = await page.request.post(form.action, { form: { ...fields, [token]: "forged" }, maxRedirects: 0 });
  expect(refused.status()).toBe(403);
  const accepted = await page.request.post(form.action, { form: fields, maxRedirects: 0 });
  expect(accepted.status()).toBe(303);
});

test("prompt=login and max_age ask for the password once more, and only once @no-js", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  const client = await portal.createClient(webClient(clientApp));
  const signIn = new SignInScreen(page);
  await page.goto(clientApp.authorizeUrl(client));
  await signIn.signIn(person);
  await new ConsentScreen(page).allow();
  for (const [name, value] of [
    ["prompt", "login"],
    ["max_age", "0"],
  ] as const) {
    await page.goto(clientApp.authorizeUrl(client, { [name]: value }));
    await signIn.expectToBeHere();
    await expect(page.getByRole("heading", { name: "Sign in again to continue", exact: true })).toBeVisible();
    await expect(page.getByText(/to continue/i)).toHaveCount(1);
    await signIn.signIn(person);
    await expect(page).toHaveURL(new RegExp(`^${clientApp.redirectUri}`));
  }
  expect(clientApp.callbacks).toHaveLength(3);
});

test("a broken request gets a page that names the fault and never leads to the client @no-js", async ({
  page,
  portal,
  clientApp,
}) => {
  const client = await portal.createClient(webClient(clientApp));
  for (const [name, value] of [
    ["client_id", "pt_cl_unknown"],
    ["redirect_uri", "https://example.org/callback"],
    ["redirect_uri", `${clientApp.redirectUri}/`],
  ] as const) {
    const response = await page.goto(clientApp.authorizeUrl(client, { [name]: value }));
    expect(response?.status()).toBe(400);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("main")).toContainText("Nothing was shared");
  }
  expect(clientApp.callbacks).toHaveLength(0);
});
