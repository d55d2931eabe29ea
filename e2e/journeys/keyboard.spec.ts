import { randomBytes } from "node:crypto";
import type { Locator, Page } from "playwright/test";
import { webClient } from "../fixtures/client-app";
import { expect, test } from "../fixtures/test";
import { expectStatus } from "../screens/status";
import { waitUntilTakenOver } from "../screens/taken-over";

/** More stops than any page has. */
const MANY = 120;

/** Somebody with a keyboard and no mouse. */
class Keyboard {
  constructor(readonly page: Page) {}

  /** Goes on by Tab until the control has the focus. @throws when no stop is it */
  async to(control: Locator): Promise<void> {
    await control.waitFor();
    for (let stops = 0; stops < MANY; stops += 1) {
      if (await control.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`the Tab key does not reach ${control}`);
  }

  async press(control: Locator, key: "Enter" | "Space" = "Enter"): Promise<void> {
    await this.to(control);
    await this.page.keyboard.press(key);
  }

  async type(control: Locator, text: string): Promise<void> {
    await this.to(control);
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.type(text);
  }
}

/** Whether all of a link is in view, in its line and in the window. */
const isWhole = (link: Locator) =>
  link.evaluate((element) => {
    const { left, right } = element.getBoundingClientRect();
    const line = element.closest("ul")?.getBoundingClientRect();
    return left >= Math.max(0, line?.left ?? 0) && right <= Math.min(innerWidth, line?.right ?? innerWidth);
  });

test("people sign in, allow an app, look after their account and register an app by keyboard alone (WCAG 2.1.1)", async ({
  page,
  portal,
  person,
  clientApp,
}) => {
  test.setTimeout(180_000);
  const keyboard = new Keyboard(page);
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const client = await portal.createClient(webClient(clientApp));

  await test.step("signs in, and allows an app", async () => {
    await page.goto(clientApp.authorizeUrl(client));
    await keyboard.type(page.locator("#username"), person.email);
    await keyboard.type(page.locator("#password"), person.password);
    await page.keyboard.press("Enter");
    await keyboard.press(page.locator("#consent-allow"));
    await expect(page.getByRole("heading", { name: "Back at the client" })).toBeVisible();
  });

  await test.step("skips to the content, and changes the name", async () => {
    await page.goto("/account");
    await waitUntilTakenOver(page);
    await page.keyboard.press("Tab");
    await expect(page.locator(":focus")).toHaveAttribute("href", /^#/);
    await keyboard.type(page.getByLabel("Name", { exact: true }), "Somebody New");
    await page.keyboard.press("Enter");
    await expectStatus(page, "Saved");
  });

  await test.step("removes an app, after Escape has left the question and given the focus back", async () => {
    await page.goto("/account/apps");
    await waitUntilTakenOver(page);
    const remove = button("Remove access of Acme Calendar");
    await keyboard.press(remove);
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(remove).toBeFocused();
    await page.keyboard.press("Enter");
    await keyboard.press(page.getByRole("dialog").getByRole("button", { name: "Remove access" }));
    await expectStatus(page, "no longer has access");
  });

  const name = `Acme Keys ${randomBytes(3).toString("hex")}`;
  await test.step("registers an app: the kind by arrow keys", async () => {
    await page.goto("/console/clients/new");
    await waitUntilTakenOver(page);
    await keyboard.type(page.getByLabel("App name"), name);
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await expect(page.getByRole("radio", { name: "Web app with a server" })).toBeChecked();
    await keyboard.press(button("Continue"));
    await keyboard.type(page.getByLabel("Redirect URIs"), "https://keys.example.org/a");
    await keyboard.press(button("Register app"));
    await expect(page.locator("#new-secret")).toBeVisible();
  });
  const clientId = (await page.locator("#client-id").textContent()) ?? "";

  await test.step("adds an address, edits it in its place and leaves that by Escape", async () => {
    await page.goto(`/console/clients/${clientId}/redirect-uris`);
    await waitUntilTakenOver(page);
    const form = page.getByRole("form", { name: "Add a redirect URI" });
    await keyboard.type(form.getByRole("textbox"), "https://keys.example.org/b");
    await page.keyboard.press("Enter");
    await expect(page.getByText("https://keys.example.org/b").first()).toBeVisible();
    const edit = page.getByRole("link", { name: "Edit https://keys.example.org/b" });
    await keyboard.press(edit);
    await expect(page.locator("input:focus")).toHaveValue("https://keys.example.org/b");
    await page.keyboard.press("Escape");
    await expect(edit).toBeFocused();
  });

  await test.step("sees each link of the app's pages whole in a window of 320 pixels, where their line scrolls (WCAG 2.4.7, 2.4.11)", async () => {
    const window = page.viewportSize();
    await page.setViewportSize({ width: 320, height: 800 });
    await page.goto(`/console/clients/${clientId}`);
    await waitUntilTakenOver(page);
    const line = page.getByRole("navigation", { name: "This app" }).getByRole("list");
    const links = await line.getByRole("link").all();
    expect(await line.evaluate((list) => list.scrollWidth > list.clientWidth), "the line scrolls").toBe(true);
    for (const link of links) {
      await keyboard.to(link);
      await expect.poll(() => isWhole(link), `${link} on the way forwards`).toBe(true);
    }
    for (const link of links.toReversed().slice(1)) {
      await page.keyboard.press("Shift+Tab");
      await expect(link).toBeFocused();
      await expect.poll(() => isWhole(link), `${link} on the way back`).toBe(true);
    }
    if (window) await page.setViewportSize(window);
  });

  await test.step("makes a second secret", async () => {
    await page.goto(`/console/clients/${clientId}/credentials`);
    await waitUntilTakenOver(page);
    await keyboard.press(button(/^Create (new )?secret$/));
    await expect(page.locator("#new-secret")).toBeVisible();
  });

  await test.step("changes the colours in the menu, and signs out", async () => {
    await page.goto("/account");
    await waitUntilTakenOver(page);
    const menu = page.locator("#account-menu");
    const opener = page.locator("[popovertarget=account-menu]");
    await keyboard.press(opener);
    await expect(menu).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(menu).toBeHidden();
    await expect(opener).toBeFocused();
    await keyboard.press(opener, "Space");
    await keyboard.press(menu.getByRole("button", { name: "Dark" }), "Space");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await keyboard.press(menu.getByRole("link", { name: "Sign out" }));
    await keyboard.press(page.getByRole("main").getByRole("button", { name: "Sign out" }));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("You are signed out");
  });
});
