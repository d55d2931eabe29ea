import type { Page } from "playwright/test";

/** The distances that a reader may set. @see WCAG 2.2, 1.4.12 */
const SPACING = `* {
  line-height: 1.5 !important;
  letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important;
}
p { margin-block-end: 2em !important; }`;

/**
 * What does not fit at 320 px once a reader sets larger distances, and what does not fit when the page runs from right to
 * left. The page is left as it was.
 */
export async function findWhatDoesNotFit(page: Page): Promise<{ spaced: string[]; rightToLeft: string[] }> {
  await page.setViewportSize({ width: 320, height: 800 });
  const style = await page.evaluateHandle((text) => {
    // As a reader's own style sheet, which no policy of the page forbids.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets.push(sheet);
    return sheet;
  }, SPACING);
  const spaced = [...(await findSidewaysScroll(page)), ...(await findClippedText(page))];
  await style.evaluate((sheet) => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
  });
  await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
  const rightToLeft = await findSidewaysScroll(page);
  await page.evaluate(() => document.documentElement.removeAttribute("dir"));
  return { spaced, rightToLeft };
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
