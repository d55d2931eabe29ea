import { expect, type Page } from "playwright/test";

/** The page says, where screen readers announce it, what the last action did. */
export async function expectStatus(page: Page, words: string): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: words })).toBeVisible();
}
