import { expect, test } from "../fixtures/test";
import { ReviewScreen } from "../screens/admin";
import { ConsentScreen } from "../screens/consent";
import { ClientScreen, registerAs } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

test("an app gets a logo, which nobody else sees before it was reviewed @no-js", async ({ page, person, browser }) => {
  const { clientId } = await registerAs(page, person, "Acme Pictures", ["https://pictures.example.org/callback"]);
  await new ClientScreen(page, clientId).open("/branding");
  const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 128, height: 128 } });

  const picture = page.getByLabel("Picture");
  await picture.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: Buffer.from("<svg/>") });
  await page.getByRole("button", { name: "Save logo" }).click();
  await expect(page.getByText("Use a PNG, JPEG or still WebP.").first()).toBeVisible();
  await picture.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer });
  await page.getByRole("button", { name: "Save logo" }).click();
  await expectStatus(page, "The logo is saved");

  const image = page.locator('img[src^="/logos/"]').first();
  await expect(image).toBeVisible();
  const src = (await image.getAttribute("src")) ?? "";
  const mine = await page.request.get(src);
  expect(mine.headers()).toMatchObject({
    "content-type": "image/png",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
  });
  expect(await mine.body()).toEqual(buffer);
  const stranger = await browser.newContext();
  expect((await stranger.request.get(new URL(src, page.url()).href)).status()).toBe(404);
  await stranger.close();

  await page.getByRole("button", { name: "Remove logo" }).click();
  await expectStatus(page, "The logo is removed");
  // A message is shown once, also where the page came with the answer of the action.
  await page.goto("/console");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText("The logo is removed")).toHaveCount(0);
});

test("the logo of an app that an administrator verified is seen at sign-in and before people allow anything", async ({
  page,
  person,
  portal,
  clientApp,
  browser,
}) => {
  const { clientId, clientSecret } = await registerAs(page, person, "Acme Reviewed", [clientApp.redirectUri]);
  const client = { client_id: clientId, client_secret: clientSecret };
  await new ClientScreen(page, clientId).open("/branding");
  await page.getByRole("button", { name: "Ask for review" }).click();
  await expectStatus(page, "Name the publisher and the website first");
  await page.getByLabel("Publisher").fill("Acme Ltd");
  await page.getByLabel("Website").fill("https://acme.example/");
  await page.getByRole("button", { name: "Save branding" }).click();
  await expectStatus(page, "Saved");
  const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 96, height: 96 } });
  await page.getByLabel("Picture").setInputFiles({ name: "logo.png", mimeType: "image/png", buffer });
  await page.getByRole("button", { name: "Save logo" }).click();
  await page.getByRole("button", { name: "Ask for review" }).click();
  await expectStatus(page, "The administrators were told");

  const visitor = await browser.newContext({ baseURL: portal.url });
  const people = await visitor.newPage();
  const logo = people.locator('img[src^="/logos/"]');
  await people.goto(clientApp.authorizeUrl(client));
  await expect(people.getByText("Acme Reviewed").first()).toBeVisible();
  await expect(logo).toHaveCount(0);

  const office = await browser.newContext({ baseURL: portal.url });
  const desk = await office.newPage();
  await desk.goto(`/admin/clients/${clientId}`);
  await new SignInScreen(desk).signIn(await portal.createUser({ isAdmin: true }));
  await new ReviewScreen(desk).verify(clientId);

  await people.goto(clientApp.authorizeUrl(client));
  await expect(logo.first()).toBeVisible();
  await new SignInScreen(people).signIn(await portal.createUser());
  await new ConsentScreen(people).expectToBeHere();
  await expect(logo.first()).toBeVisible();
  const picture = await people.request.get((await logo.first().getAttribute("src")) ?? "");
  expect(await picture.body()).toEqual(buffer);

  // What was looked at stays until somebody looks at the change.
  await new ClientScreen(page, clientId).open("/branding");
  await page.getByLabel("App name").fill("My Bank");
  await page.getByRole("button", { name: "Save branding" }).click();
  await expectStatus(page, "Changes to reviewed parts wait");
  await expect(page.getByText("Waits for an administrator: Name")).toBeVisible();
  await people.goto(clientApp.authorizeUrl(client, { prompt: "consent" }));
  await expect(people.getByRole("heading", { level: 1 })).toContainText("Acme Reviewed");
  await new ReviewScreen(desk).acceptChanges(clientId);
  await people.reload();
  await expect(people.getByRole("heading", { level: 1 })).toContainText("My Bank");
  await expect(logo.first()).toBeVisible();
  await Promise.all([visitor.close(), office.close()]);
});
