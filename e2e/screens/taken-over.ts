import type { Page } from "playwright/test";

/**
 * Waits until React has taken over every form: until then, the browser posts them by itself. On the pages of the sign-in, it takes
 * over the islands alone.
 */
export async function waitUntilTakenOver(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document.querySelector('script[src*="/islands/"]')
      ? document.querySelector("[data-island][data-props]") === null
      : [...document.forms].every((form) => Object.keys(form).some((key) => key.startsWith("__react"))),
  );
}
