import type { Page } from "playwright/test";
import { expect, test } from "../fixtures/test";
import { ClientScreen, registerAs } from "../screens/console";
import { expectStatus } from "../screens/status";
import { waitUntilTakenOver } from "../screens/taken-over";

/** Holds the answers to presses back. @returns a function that holds back, and one that lets them through again */
async function gatePresses(page: Page): Promise<{ hold: () => void; release: () => void }> {
  let release = () => {};
  let released: Promise<void> | null = null;
  await page.route("**/console/**", async (route) => {
    if (route.request().method() === "POST") await released;
    await route.continue();
  });
  const hold = () => {
    released = new Promise((resolve) => {
      release = resolve;
    });
  };
  return { hold, release: () => release() };
}

let client: ClientScreen;

test.beforeEach(async ({ page, person, javaScriptEnabled }) => {
  const { clientId } = await registerAs(page, person, "Acme Forms", ["https://forms.example.org/callback"]);
  client = new ClientScreen(page, clientId);
  await client.open("/branding");
  if (javaScriptEnabled) await waitUntilTakenOver(page);
});

async function openPage(page: Page, path: Parameters<ClientScreen["open"]>[0]): Promise<void> {
  await client.open(path);
  await waitUntilTakenOver(page);
}

/** Marks the page as it is now. @returns whether it was loaded anew since */
async function watchLoads(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => Object.assign(window, { isThisPage: true }));
  return () => page.evaluate(() => !("isThisPage" in window));
}

test("what is typed while a press is under way stays, and the focus with it, whether it succeeds or fails", async ({
  page,
}) => {
  const publisher = page.getByLabel("Publisher");
  const website = page.getByLabel("Website");
  const presses = await gatePresses(page);
  for (const [name, outcome] of [
    ["Acme Forms 2", "Saved"],
    ["", null],
  ] as const) {
    presses.hold();
    await page.getByLabel("App name").fill(name);
    await page.getByRole("button", { name: "Save branding" }).click();
    await expect(page.getByRole("form", { name: "Branding" })).toHaveAttribute("aria-busy", "true");
    await publisher.fill(`Acme Ltd, ${name}`);
    await website.pressSequentially("https://acme");
    presses.release();
    if (outcome) await expectStatus(page, outcome);
    else await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
    await expect(page).toHaveTitle(outcome ? /^Branding/ : /^Error: Branding/);
    await expect(publisher).toHaveValue(`Acme Ltd, ${name}`);
    await expect(website).toHaveValue("https://acme");
    await expect(website).toBeFocused();
    await website.fill("");
  }
});

test("what is typed in one form stays while the press of another one leads back to the page", async ({ page }) => {
  const publisher = page.getByLabel("Publisher");
  await publisher.fill("Acme Ltd");
  await page.getByRole("button", { name: "Ask for review" }).click();
  await expectStatus(page, "Name the publisher and the website first");
  await expect(publisher).toHaveValue("Acme Ltd");
});

test("settings that were not saved yet stay while others are saved, and the focus stays where it was put", async ({
  page,
}) => {
  await openPage(page, "/settings");
  const tokens = page.getByRole("form", { name: "Tokens" });
  const algorithm = tokens.getByRole("combobox").first();
  const claims = tokens.getByRole("checkbox").first();
  const before = await claims.isChecked();
  const wanted = (await algorithm.locator("option").last().getAttribute("value")) ?? "";
  const presses = await gatePresses(page);
  presses.hold();
  const signIn = page.getByRole("form", { name: "Signing in" });
  const save = signIn.getByRole("button", { name: "Save" });
  await save.click();
  await expect(signIn).toHaveAttribute("aria-busy", "true");
  await claims.setChecked(!before);
  await algorithm.selectOption(wanted);
  await algorithm.focus();
  presses.release();
  await expectStatus(page, "The settings are saved");
  await expect(algorithm).toHaveValue(wanted);
  await expect(algorithm).toBeFocused();
  await tokens.getByRole("button", { name: "Save" }).click();
  await expectStatus(page, "The settings are saved");
  await expect(tokens.getByRole("button", { name: "Save" })).toBeFocused();
  await expect(algorithm).toHaveValue(wanted);
  await page.reload();
  await expect(algorithm).toHaveValue(wanted);
  await expect(claims).toBeChecked({ checked: !before });
});

test("an address that is added takes the focus, and leaves what is typed for the other list", async ({ page }) => {
  await openPage(page, "/redirect-uris");
  const other = page.getByRole("form", { name: "Add a post-logout redirect URI" }).getByRole("textbox");
  await other.fill("https://forms.example.org/bye");
  const form = page.getByRole("form", { name: "Add a redirect URI" });
  for (const uri of ["https://forms.example.org/second", "https://forms.example.org/third"]) {
    await form.getByRole("textbox").fill(uri);
    await form.getByRole("button").click();
    await expect(page.getByText(uri, { exact: true })).toBeFocused();
    await expect(form.getByRole("textbox")).toHaveValue("");
    await expect(other).toHaveValue("https://forms.example.org/bye");
  }
});

test("a note of success goes when the next press fails, and the failure takes the focus", async ({ page }) => {
  const save = page.getByRole("button", { name: "Save branding" });
  await save.click();
  await expectStatus(page, "Saved");
  await page.getByLabel("App name").fill("");
  await save.click();
  await expect(page.getByRole("main").getByRole("alert")).toBeFocused();
  await expect(page.getByText("Saved.", { exact: false })).toHaveCount(0);
});

test("a portal that cannot be reached takes nothing away", async ({ page }) => {
  await page.getByLabel("Publisher").fill("Acme Ltd");
  await page.route("**/console/**", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({ status: 503, contentType: "text/html", body: "<!doctype html><p>We will be right back" })
      : route.continue(),
  );
  await page.getByRole("button", { name: "Save branding" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("What you typed is still here");
  await expect(page.getByLabel("Publisher")).toHaveValue("Acme Ltd");
  await page.unroute("**/console/**");
  await page.getByRole("button", { name: "Save branding" }).click();
  await expectStatus(page, "Saved");
  await expect(page.getByLabel("Publisher")).toHaveValue("Acme Ltd");
});

test("an address is edited in its place: what is typed elsewhere stays, and the focus goes back to the row", async ({
  page,
}) => {
  await openPage(page, "/redirect-uris");
  const isLoadedAnew = await watchLoads(page);
  const add = page.getByRole("textbox", { name: "Add a redirect URI" });
  const bye = page.getByRole("textbox", { name: "Add a post-logout redirect URI" });
  await add.fill("https://forms.example.org/half-typ");
  await bye.fill("https://forms.example.org/bye");
  const edit = page.getByRole("link", { name: "Edit https://forms.example.org/callback", exact: true });
  const editor = page.getByRole("textbox", { name: "Redirect URI", exact: true });

  await edit.click();
  await expect(editor).toBeFocused();
  await editor.press("Escape");
  await expect(editor).toHaveCount(0);
  await expect(edit).toBeFocused();

  await edit.press("Enter");
  await editor.fill("http://forms.example.org/callback");
  await editor.press("Enter");
  await expect(page.getByRole("main").getByRole("alert")).toBeFocused();
  await editor.fill("https://forms.example.org/changed");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expectStatus(page, "The address is changed");
  await expect(editor).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Edit https://forms.example.org/changed" })).toBeFocused();
  await expectStatus(page, "The address is changed");

  await expect(add).toHaveValue("https://forms.example.org/half-typ");
  await expect(bye).toHaveValue("https://forms.example.org/bye");
  expect(await isLoadedAnew()).toBe(false);
});

test("an address is edited on a page of its own without JavaScript @no-js", async ({ page }) => {
  await client.open("/redirect-uris");
  await page.getByRole("link", { name: "Edit https://forms.example.org/callback", exact: true }).click();
  const editor = page.getByRole("textbox", { name: "Redirect URI", exact: true });
  await editor.fill("https://forms.example.org/changed");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expectStatus(page, "The address is changed");
  await expect(page.getByText("https://forms.example.org/changed", { exact: true })).toBeVisible();
  await expect(editor).toHaveCount(0);
});

test("questions before something is lost open and close in place, and the focus goes back to what opened them", async ({
  page,
}) => {
  const questions = [
    { path: "/redirect-uris", field: "Add a redirect URI", open: /^Remove https/, keep: "Keep address" },
    { path: "/credentials", field: null, open: /^Revoke the secret ending in .{4}$/, keep: "Keep secret" },
    { path: "/settings", field: "Back-channel logout URI", open: "Delete app", keep: "Keep app" },
  ] as const;
  for (const { path, field, open, keep } of questions) {
    await openPage(page, path);
    const isLoadedAnew = await watchLoads(page);
    if (field) await page.getByRole("textbox", { name: field }).fill("https://forms.example.org/typed");
    const opener = page.getByRole("link", { name: open }).first();
    await opener.click();
    await expect(page.getByRole("link", { name: keep })).toBeFocused();
    await page.getByRole("link", { name: keep }).press("Enter");
    await expect(opener).toBeFocused();
    if (field) await expect(page.getByRole("textbox", { name: field })).toHaveValue("https://forms.example.org/typed");
    expect(await isLoadedAnew(), path).toBe(false);
  }
});

test("an editor that cannot be opened because the portal is away is told beside its link, and nothing is lost", async ({
  page,
}) => {
  await openPage(page, "/redirect-uris");
  const isLoadedAnew = await watchLoads(page);
  const add = page.getByRole("textbox", { name: "Add a redirect URI" });
  await add.fill("https://forms.example.org/half-typ");
  const edit = page.getByRole("link", { name: /^Edit https/ });
  await page.route("**", (route) => route.abort("connectionrefused"));
  await edit.click();
  await expect(page.getByRole("main").getByRole("alert")).toHaveText(/The portal could not be reached/);
  await expect(add).toHaveValue("https://forms.example.org/half-typ");
  await page.unroute("**");
  await edit.click();
  await expect(page.getByRole("textbox", { name: "Redirect URI", exact: true })).toBeFocused();
  await expect(add).toHaveValue("https://forms.example.org/half-typ");
  expect(await isLoadedAnew()).toBe(false);
});
