import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "../fixtures/test";
import { expectAccessible } from "./check-page";
import { views } from "./views";

test("every page of the app has a view here", () => {
  const app = path.join(import.meta.dirname, "../../app");
  const pages = readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "page.tsx")
    .map((file) => `app/${file.split(path.sep).join("/")}`);
  const covered = new Set(views.map(({ file }) => file));
  expect(pages.filter((file) => !covered.has(file))).toEqual([]);
});

/** The pages on the way in, which people cannot avoid. */
const WAY_IN = /^app\/\(auth\)\//;

/** The pages of whoever is signed in. */
const SIGNED_IN = /^app\/\((?:account|console|admin)\)\//;

for (const { file, state, open, isOnce = false, exceptions = [] } of views) {
  test(`${file}, ${state}: axe in both themes and widths, no sideways scroll, targets, a way to sign out, nothing from elsewhere`, async ({
    world,
  }) => {
    world.foreignRequests.clear();
    const page = await open(world);
    await expectAccessible(page, `${file} ${state}`, {
      exceptions,
      isWayIn: WAY_IN.test(file),
    });
    // ASVS 7.4.4: in the menu of the top bar, which is there without JavaScript too.
    if (SIGNED_IN.test(file)) await expect(page.getByRole("banner").locator('a[href="/logout"]')).toHaveCount(1);
    if (isOnce) return page.close();
    const response = await page.request.get(page.url());
    expect(response.headers()["cache-control"] ?? "").toContain("no-store");
    expect([...world.foreignRequests]).toEqual([]);
    await page.close();
  });
}
