import type { Page } from "playwright/test";

/** The distances that a reader may set. @see WCAG 2.2, 1.4.12 */
const SPACING = `* {
  line-height: 1.5 !important;
  letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important;
}
p { margin-block-end: 2em !important; }`;

/** @see WCAG 2.2, 1.4.4 */
const TWICE_THE_SIZE = ":root { font-size: 200% !important; }";

/**
 * What does not fit in a wide window with letters of twice the size, what does not fit at 320 px once a reader sets larger
 * distances, and what does not fit there when the page runs from right to left. The page stays at 320 px, and is
 * otherwise left as it was.
 */
export async function findWhatDoesNotFit(
  page: Page,
): Promise<{ enlarged: string[]; spaced: string[]; rightToLeft: string[] }> {
  await page.setViewportSize({ width: 1280, height: 800 });
  const enlarged = await findUnderStyle(page, TWICE_THE_SIZE);
  await page.setViewportSize({ width: 320, height: 800 });
  const spaced = await findUnderStyle(page, SPACING);
  await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
  const rightToLeft = await findSidewaysScroll(page);
  await page.evaluate(() => document.documentElement.removeAttribute("dir"));
  return { enlarged, spaced, rightToLeft };
}

/** What sticks out or is cut off under a reader's own style sheet, which no policy of the page forbids. */
async function findUnderStyle(page: Page, css: string): Promise<string[]> {
  const style = await page.evaluateHandle((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets.push(sheet);
    return sheet;
  }, css);
  // Chromium sizes file inputs and selects anew a moment after everything else.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const found = [...(await findSidewaysScroll(page)), ...(await findClippedText(page))];
  await style.evaluate((sheet) => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
  });
  return found;
}

/** Elements that cut off text of their own. What scrolls inside, such as code, cuts off nothing. */
function findClippedText(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const hasText = (element: Element) =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    const isClipping = ({ overflowX, overflowY, clipPath }: CSSStyleDeclaration) =>
      // what only screen readers read is cut away as a whole
      clipPath === "none" && [overflowX, overflowY].some((overflow) => overflow === "hidden" || overflow === "clip");
    return [...document.querySelectorAll("body *")]
      .filter(
        (element) => hasText(element) && element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }),
      )
      .filter((element) => isClipping(getComputedStyle(element)))
      .filter(
        (element) => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1,
      )
      .map((element) => element.outerHTML.slice(0, 120));
  });
}

/** The elements that stick out, when the page is wider than the window. */
export function findSidewaysScroll(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map((element) => element.outerHTML.slice(0, 120));
  });
}
