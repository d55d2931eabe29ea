import type { Page } from "playwright/test";
import { expect, test } from "../fixtures/test";
import { ClientScreen, RegisterScreen } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

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

test.beforeEach(async ({ page, person }) => {
  await page.goto("/console/clients/new");
  await new SignInScreen(page).signIn(person);
  const register = new RegisterScreen(page);
  await register.chooseKind("Acme Forms");
  await register.register(["https://forms.example.org/callback"]);
  const { clientId } = await register.readCredentials();
  client = new ClientScreen(page, clientId);
  await openPage(page, "/branding");
});

async function openPage(page: Page, path: Parameters<ClientScreen["open"]>[0]): Promise<void> {
  await client.open(path);
  // Until React has taken the form over, the browser posts it by itself.
  await page.waitForFunction(() =>
    [...document.forms].every((form) => Object.keys(form).some((key) => key.startsWith("__react"))),
  );
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
