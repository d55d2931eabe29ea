import type { Frame, Locator, Response } from "playwright/test";

/**
 * Presses a button that leads to another page, and waits until the browser has arrived there. A press alone only begins
 * that: Playwright waits for the navigations that it has heard of by then, and a busy browser tells of them later.
 */
export async function pressOn(button: Locator): Promise<void> {
  const page = button.page();
  const answered = new Set<string>();
  const note = (response: Response) => {
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) answered.add(response.url());
  };
  // Not any navigation: Next.js writes the address of the page that is there anew.
  const isArrival = (frame: Frame) => frame === page.mainFrame() && answered.has(frame.url().replace(/#.*$/, ""));
  page.on("response", note);
  try {
    await Promise.all([page.waitForEvent("framenavigated", isArrival), button.click()]);
  } finally {
    page.off("response", note);
  }
}
