import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type axe from "axe-core";
import { expect, type Page } from "playwright/test";
import { findLostStops } from "./check-keyboard";
import { findSidewaysScroll, findWhatDoesNotFit } from "./check-reflow";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const colourRules = ["color-contrast", "link-in-text-block"];
const themes = ["light", "dark"] as const;
/** CSS pixels; 320 is also 1280 at 400 % zoom (WCAG 1.4.10) */
const widths = [320, 1280];

/** The short form, which a page has read in half of the time. */
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A folder. If it is set, every view leaves a picture there for people to look at. */
const pictures = process.env.PORTICO_PICTURES;

/** What a page may differ in. */
interface Kind {
  /** rules of axe that it cannot keep */
  exceptions?: string[];
  /** of the way in, where buttons and fields are 44 px high in a wide window too */
  isWayIn?: boolean;
}

/**
 * Checks that the page, as it is now, passes axe in both themes and both widths, fits without scrolling sideways, and is
 * easy to use by keyboard, by finger and with larger letters.
 */
export async function expectAccessible(page: Page, name: string, { exceptions = [], isWayIn = false }: Kind = {}) {
  // A page that is still loading has no styles yet.
  await page.waitForLoadState("load");
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
  await expectEasyToUse(page, isWayIn);
  expect(await page.title(), "the title says task – app or section – portal").toMatch(/\S/);
  await expect(page.locator("h1"), "one heading says the task").toHaveCount(1);
}

/** The height of buttons and fields for fingers, in CSS pixels. */
const FINGER = 44;

/** Large buttons, stops of the Tab key that are seen, and room for a reader's own letters and for text from the right. */
async function expectEasyToUse(page: Page, isWayIn: boolean): Promise<void> {
  if (isWayIn) expect.soft(await findLowControls(page, FINGER), "buttons and fields under 44 px, 1280 px").toEqual([]);
  expect.soft(await findLostStops(page), "stops of the Tab key without a ring, or covered").toEqual([]);
  const { enlarged, spaced, rightToLeft } = await findWhatDoesNotFit(page);
  expect.soft(enlarged, "sideways scroll and cut text with letters of twice the size, 1280 px").toEqual([]);
  expect.soft(spaced, "sideways scroll and cut text with the distances of WCAG 1.4.12, 320 px").toEqual([]);
  expect.soft(rightToLeft, "sideways scroll from right to left, 320 px").toEqual([]);
  expect.soft(await findLowControls(page, FINGER), "buttons and fields under 44 px, 320 px").toEqual([]);
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
  await page.evaluate(axeSource);
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

/** Buttons and fields that are lower than `least`. A box to tick is small, and its label is pressed instead. */
function findLowControls(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const fields = "input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea";
    return [...document.querySelectorAll(`main :is(button[type=submit], ${fields})`)]
      .filter((control) => control.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
      .map((control) => ({ control, height: Math.round(control.getBoundingClientRect().height) }))
      .filter(({ height }) => height > 1 && height < least)
      .map(({ control, height }) => `${height} ${control.outerHTML.slice(0, 120)}`);
  }, least);
}
