import type { Locator, Page } from "playwright/test";
import { expect, test } from "../fixtures/test";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";
import { waitUntilTakenOver } from "../screens/taken-over";

/** Presses a second time when the portal has done what the first press asked for, and the browser does not know it yet. */
async function pressTwice(page: Page, button: Locator, isScripted: boolean): Promise<() => number> {
  let posts = 0;
  let [onDone, onPressed] = [() => {}, () => {}];
  const isDone = new Promise<void>((resolve) => {
    onDone = resolve;
  });
  const isPressed = new Promise<void>((resolve) => {
    onPressed = resolve;
  });
  await page.route("**/*", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    posts += 1;
    if (posts > 1) return route.continue();
    const answer = await route.fetch({ maxRedirects: 0 });
    onDone();
    await isPressed;
    // Without JavaScript, the second press has made the browser give up the first one.
    if (isScripted) await route.fulfill({ response: answer });
  });
  // By the keyboard, since a click would wait for the page that the press leads to.
  await button.focus();
  await page.keyboard.press("Enter");
  await isDone;
  await page.keyboard.press("Enter");
  onPressed();
  return () => posts;
}

test("whoever presses a button twice makes one thing, and is led to it @no-js", async ({
  page,
  portal,
  javaScriptEnabled: isScripted,
}) => {
  const mark = crypto.randomUUID().slice(0, 8);
  await page.goto("/admin/groups");
  await new SignInScreen(page).signIn(await portal.createUser({ isAdmin: true }));
  const forms = [
    {
      path: "/admin/groups",
      fields: { name: `Editors ${mark}` },
      button: "Make group",
      says: "is made",
      leadsTo: /\/admin\/groups\/[\w-]{36}/,
    },
    {
      path: "/admin/claims",
      fields: { name: `twice_${mark}`, label: "Twice", scope: "profile" },
      button: "Define claim",
      says: "is defined",
      leadsTo: /\/admin\/claims/,
    },
    {
      path: "/admin/users/invite",
      fields: { email: `twice-${mark}@example.org` },
      button: "Send the invitation",
      says: "is invited",
      leadsTo: /\/admin\/users\/invite/,
    },
    {
      path: "/console/apis/new",
      fields: { name: `Twice ${mark}`, identifier: `https://twice-${mark}.example.org/` },
      button: "Register API",
      says: "is registered",
      leadsTo: /\/console\/apis\/[\w-]{36}/,
    },
  ];
  for (const { path, fields, button, says, leadsTo } of forms) {
    await page.goto(path);
    if (isScripted) await waitUntilTakenOver(page);
    for (const [id, value] of Object.entries(fields)) {
      const field = page.locator(`#${id}`);
      if (await field.evaluate((element) => element.matches("select"))) await field.selectOption(value);
      else await field.fill(value);
    }
    const posts = await pressTwice(page, page.getByRole("button", { name: button, exact: true }), isScripted);
    await expectStatus(page, says);
    await expect(page).toHaveURL(leadsTo);
    await expect(page.getByRole("alert").filter({ hasText: /\w/ }), `${path}: nothing is wrong`).toHaveCount(0);
    const sent = isScripted ? 1 : 2;
    await expect.poll(posts, `${path}: with JavaScript, the second press sends nothing`).toBe(sent);
    await page.unrouteAll({ behavior: "ignoreErrors" });
  }
});
