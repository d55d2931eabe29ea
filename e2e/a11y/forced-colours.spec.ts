import { createHash } from "node:crypto";
import type { Page } from "playwright/test";
import { expect, test } from "../fixtures/test";
import { SignUpScreen } from "../screens/sign-up";
import { leavePictures } from "./check-page";

/** A state of a control, and how a browser takes it away. */
const STATES = {
  current: { selector: "[aria-current]", remove: (element: Element) => element.removeAttribute("aria-current") },
  pressed: {
    selector: "[aria-pressed=true]",
    remove: (element: Element) => element.setAttribute("aria-pressed", "false"),
  },
  checked: {
    selector: "input:checked",
    remove: (element: Element) => {
      if (element instanceof HTMLInputElement) element.checked = false;
    },
  },
  disabled: {
    selector: ":is(input, button, select, textarea):disabled",
    remove: (element: Element) => element.removeAttribute("disabled"),
  },
} as const;

/** A link in bold letters, or the place in the breadcrumb that is no link any more. */
const isToldByWeight = (element: Element) =>
  !element.matches("a, button, input, select, textarea") || Number(getComputedStyle(element).fontWeight) >= 600;

/** Each state that is in view looks different from the same control without it. Answers how many there were. */
async function expectStatesSeen(page: Page, state: keyof typeof STATES): Promise<number> {
  const { selector, remove } = STATES[state];
  const all = await page.locator(selector).all();
  const seen = [];
  for (const control of all) if (await control.isVisible()) seen.push(await control.elementHandle());
  for (const handle of seen) {
    if (!handle) continue;
    const shot = async () =>
      createHash("sha256")
        .update(await handle.screenshot({ animations: "disabled" }))
        .digest("hex");
    const before = await shot();
    await handle.evaluate(remove);
    const isSeen = (await shot()) !== before || (await handle.evaluate(isToldByWeight));
    expect.soft(isSeen, `${state}: ${await handle.evaluate((each) => each.outerHTML.slice(0, 160))}`).toBe(true);
  }
  return seen.length;
}

/** Drawings that do not take the colour of the words around them: it may be that of the ground. */
function findDrawingsInOwnColour(page: Page): Promise<string[]> {
  return page
    .locator("svg")
    .evaluateAll((drawings) =>
      drawings
        .filter((each) => getComputedStyle(each).color !== getComputedStyle(each.parentElement ?? each).color)
        .map((each) => each.outerHTML.slice(0, 120)),
    );
}

test.describe("with colours that the reader's system forces (WCAG 1.4.1, 1.4.11)", () => {
  test("what is current, pressed, checked or disabled is told by more than a colour that is gone", async ({
    world,
  }) => {
    const found = { current: 0, pressed: 0, checked: 0, disabled: 0 };
    const pages = [
      [world.member.context, "/account/security"],
      [world.member.context, `/console/clients/${world.ownClientId}`],
      [world.member.context, `/console/clients/${world.ownClientId}/settings`],
      [world.member.context, "/console/clients/new"],
      [world.admin.context, "/admin/settings"],
    ] as const;
    for (const [context, address] of pages) {
      const page = await context.newPage();
      await page.emulateMedia({ forcedColors: "active" });
      await page.goto(address);
      await leavePictures(page, `forced-colours ${address}`);
      expect.soft(await findDrawingsInOwnColour(page), `drawings in a colour of the theme, ${address}`).toEqual([]);
      await page.locator("[popovertarget=account-menu]").click();
      await page.locator("#account-menu").waitFor();
      for (const state of ["current", "pressed", "checked", "disabled"] as const) {
        found[state] += await expectStatesSeen(page, state);
      }
      await page.close();
    }
    for (const [state, count] of Object.entries(found)) expect(count, state).toBeGreaterThan(0);
  });

  test("what is wrong is told in words at its field, and every field and button has an edge", async ({ world }) => {
    const page = await world.newVisitor();
    await page.emulateMedia({ forcedColors: "active" });
    await page.goto("/sign-up");
    await new SignUpScreen(page).fill({ email: "nobody@example.org", password: "short" });
    const wrong = page.locator("[aria-invalid=true]");
    await wrong.first().waitFor();
    await leavePictures(page, "forced-colours sign-up");
    for (const field of await wrong.all()) {
      const id = ((await field.getAttribute("aria-describedby")) ?? "").split(" ")[0];
      await expect(page.locator(`#${id}`)).toContainText(/\w{3}/);
    }
    const controls = page.locator("main :is(button[type=submit], input:not([type=hidden], [type=checkbox]))");
    expect(await controls.count()).toBeGreaterThan(2);
    for (const control of await controls.all()) {
      const edge = await control.evaluate((element) => {
        const { borderTopWidth, borderTopStyle, borderTopColor, backgroundColor } = getComputedStyle(element);
        const ground = getComputedStyle(document.documentElement).backgroundColor;
        return borderTopStyle !== "none" && Number.parseFloat(borderTopWidth) >= 1 && borderTopColor !== ground
          ? "border"
          : backgroundColor !== ground && "fill";
      });
      expect.soft(edge, await control.evaluate((element) => element.outerHTML.slice(0, 120))).toBeTruthy();
    }
    await page.close();
  });
});
