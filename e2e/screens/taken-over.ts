import type { Page } from "playwright/test";

/** Waits until React has taken over every form: until then, the browser posts them by itself. */
export async function waitUntilTakenOver(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.forms].every((form) => Object.keys(form).some((key) => key.startsWith("__react"))),
  );
}
