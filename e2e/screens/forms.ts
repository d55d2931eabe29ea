import type { Locator, Page } from "playwright/test";

/** A form as a browser would send it. */
export interface FormContent {
  action: string;
  fields: Record<string, string>;
}

/** What pressing `button` would post: the form's fields and the button's own name and value. */
export async function readForm(page: Page, button: Locator): Promise<FormContent> {
  const form = await button.evaluate((element) => {
    const submitter = element as HTMLButtonElement;
    const owner = submitter.form;
    if (!owner) throw new Error("the button belongs to no form");
    const entries = [...new FormData(owner, submitter)].map(([name, value]) => [name, String(value)]);
    return { action: submitter.getAttribute("formaction") ?? owner.action, fields: Object.fromEntries(entries) };
  });
  return { action: new URL(form.action, page.url()).href, fields: form.fields };
}
