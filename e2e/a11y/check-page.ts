import path from "node:path";
import axe from "axe-core";
import { expect, type Page } from "playwright/test";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const colourRules = ["color-contrast", "link-in-text-block"];
const themes = ["light", "dark"] as const;
/** CSS pixels; 320 is also 1280 at 400 % zoom (WCAG 1.4.10) */
const widths = [320, 1280];

/** A folder. If it is set, every view leaves a picture there for people to look at. */
const pictures = process.env.PORTICO_PICTURES;

/**
 * Checks that the page, as it is now, passes axe in both themes and both widths, and fits without scrolling sideways.
 * @param exceptions rules of axe that this page cannot keep
 */
export async function expectAccessible(page: Page, name: string, exceptions: string[] = []): Promise<void> {
  await addAxe(page);
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      const view = `${colorScheme}, ${width} px`;
      expect.soft(await findViolations(page, colorScheme, exceptions), `axe, ${view}`).toEqual([]);
      expect.soft(await findSidewaysScroll(page), `sideways scroll, ${view}`).toEqual([]);
      expect.soft(await findSmallTargets(page), `targets under 24 px, ${view}`).toEqual([]);
      if (pictures) await page.screenshot({ path: pictureOf(pictures, name, view), fullPage: true });
    }
  }
  expect(await page.title(), "the title says task – app or section – portal").toMatch(/\S/);
  await expect(page.locator("h1"), "one heading says the task").toHaveCount(1);
}

/** If pictures are wanted, leaves one of the page in each theme and width. */
export async function leavePictures(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: pictureOf(pictures, name, `${colorScheme}, ${width} px`), fullPage: true });
    }
  }
}

const pictureOf = (folder: string, ...parts: string[]) =>
  path.join(folder, `${parts.join(" ").replaceAll(/[^\w]+/g, "-")}.png`);

/** Puts axe into the page only: checking frames too would need axe in each of them. */
async function addAxe(page: Page): Promise<void> {
  const { origin } = new URL(page.url());
  // A frame that has not answered yet has no address.
  const addresses = page.frames().map((frame) => frame.url());
  const own = addresses.filter((address) => URL.canParse(address) && new URL(address).origin === origin);
  expect(own, "no page has a frame of the portal's in it, which would have to be checked too").toHaveLength(1);
  await page.evaluate(axe.source);
}

/**
 * The themes differ only in colours, so the second one is checked only by the rules about colours, in a fraction of the
 * time.
 */
async function findViolations(page: Page, theme: (typeof themes)[number], exceptions: string[]): Promise<string[]> {
  const options: axe.RunOptions = {
    runOnly: theme === themes[0] ? { type: "tag", values: rules } : { type: "rule", values: colourRules },
    rules: Object.fromEntries(exceptions.map((rule) => [rule, { enabled: false }])),
    resultTypes: ["violations"],
  };
  return page.evaluate(async (options) => {
    // The colours of the other theme change by transitions, however short, and those of a parent start those of its
    // children.
    const findTransitions = () => document.getAnimations().filter((each) => each instanceof CSSTransition);
    for (let all = findTransitions(); all.length > 0; all = findTransitions()) for (const each of all) each.finish();
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, options);
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
  }, options);
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

/** WCAG 2.5.8: controls under 24 by 24 CSS pixels; links within a sentence are exempt there. */
function findSmallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
    return (
      [...controls]
        .filter((control) => control.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
        // a skip link is cut away until it has the focus
        .filter((control) => control.closest("label") || getComputedStyle(control).clipPath === "none")
        .filter((control) => !control.matches("a") || getComputedStyle(control).display !== "inline")
        .map((control) => ({ control, target: control.closest("label") ?? control }))
        .map(({ control, target }) => ({ control, box: target.getBoundingClientRect() }))
        // a skip link is one pixel large until it has the focus
        .filter(({ box }) => box.width > 1 && box.height > 1 && (box.width < 24 || box.height < 24))
        .map(
          ({ control, box }) => `${Math.round(box.width)}×${Math.round(box.height)} ${control.outerHTML.slice(0, 120)}`,
        )
    );
  });
}
