import { drawPicture } from "../fixtures/picture";
import { expect, test } from "../fixtures/test";

test("a person's picture is in their menu, on the consent page and at an address for everybody @no-js", async ({
  page,
  asked: { client },
  clientApp,
}) => {
  await page.goto("/account");
  await page.getByRole("link", { name: "Add a picture" }).click();
  const field = page.getByLabel("A picture from this device");
  await field.setInputFiles({ name: "me.png", mimeType: "image/png", buffer: Buffer.from("<svg/>") });
  await page.getByRole("button", { name: "Save picture" }).click();
  await expect(page.getByText("This is not a PNG").first()).toBeVisible();
  // As large as a camera makes it, and larger than any other form may be.
  const buffer = await drawPicture(2 * 1024 * 1024);
  await field.setInputFiles({ name: "me.png", mimeType: "image/png", buffer });
  await page.getByRole("button", { name: "Save picture" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Your picture is saved" })).toBeVisible();
  const src = await page.getByRole("banner").locator("img").getAttribute("src");
  expect(src).toMatch(/^\/pictures\/[\w-]{22}$/);
  const answer = await fetch(new URL(src ?? "", page.url()));
  expect(answer.headers.get("content-type")).toBe("image/jpeg");
  expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");

  await page.goto(clientApp.authorizeUrl(client));
  await expect(page.locator(`main img[src="${src}"]`)).toBeVisible();

  await page.goto("/account/picture");
  await page.getByRole("button", { name: "Remove picture" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Your picture is removed" })).toBeVisible();
  expect((await fetch(new URL(src ?? "", page.url()))).status).toBe(404);
});
