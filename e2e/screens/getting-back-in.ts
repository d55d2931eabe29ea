import { expect, type Page } from "playwright/test";

/** The text of the newest mail to an address in the outbox, read in a tab of its own. */
async function readNewestText(page: Page, email: string): Promise<string> {
  const outbox = await page.context().newPage();
  await outbox.goto("/outbox");
  const mail = outbox.getByRole("listitem").filter({ hasText: email }).first();
  await expect(mail).toBeVisible();
  const text = (await mail.textContent()) ?? "";
  await outbox.close();
  return text;
}

/** The link in the newest mail to an address. */
export async function readNewestLink(page: Page, email: string): Promise<string> {
  const link = /https?:\/\/\S+?token=[\w-]{43}/.exec(await readNewestText(page, email))?.[0];
  if (!link) throw new Error(`no link was mailed to ${email}`);
  return link;
}

/** The code and the link in the newest mail to an address. */
export async function readNewestMail(page: Page, email: string): Promise<{ code: string; link: string }> {
  const text = await readNewestText(page, email);
  const code = /code is (\d{4} \d{4})/.exec(text)?.[1];
  const link = /https?:\/\/\S+?token=[\w-]{43}/.exec(text)?.[0];
  if (!code || !link) throw new Error(`no code and link were mailed to ${email}`);
  return { code, link };
}

/** `/reset`, and the page for the new password. */
export class ResetScreen {
  constructor(readonly page: Page) {}

  async ask(email: string): Promise<void> {
    await this.page.locator("#email").fill(email);
    await this.page.locator("#reset-submit").click();
    await expect(this.page.locator("#password")).toBeVisible();
  }

  /** `code`: where no link brought the person here */
  async choose(password: string, code?: string): Promise<void> {
    if (code !== undefined) await this.page.locator("#code").fill(code);
    await this.page.locator("#password").fill(password);
    await this.page.locator("#reset-submit").click();
  }
}

/** `/login/mail`, and the page that takes the code. */
export class MailedCodeScreen {
  constructor(readonly page: Page) {}

  async ask(email: string): Promise<void> {
    await this.page.locator("#username").fill(email);
    await this.page.locator("#code-submit").click();
    await expect(this.page.locator("#code")).toBeVisible();
  }

  async confirm(code: string): Promise<void> {
    await this.page.locator("#code").fill(code);
    await this.page.locator("#code-submit").click();
  }
}
