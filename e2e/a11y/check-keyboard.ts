import type { Page } from "playwright/test";

/**
 * Stops of the Tab key that show no ring of 2 px, or that something else covers once they have the focus. The first stop is
 * reached by the key itself, so that the browser shows rings from there on.
 * @see WCAG 2.2, 2.4.7, 2.4.11, 2.4.13
 */
export async function findLostStops(page: Page): Promise<string[]> {
  await page.keyboard.press("Tab");
  return page.evaluate(() => {
    const first = document.activeElement;
    const dialog = document.querySelector("dialog[open]:modal");
    const stops = [
      ...(dialog ?? document).querySelectorAll<HTMLElement>(
        "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]",
      ),
    ].filter(
      (stop) =>
        stop.tabIndex >= 0 &&
        !stop.matches(":disabled") &&
        stop.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true }),
    );
    const problems: string[] = [];
    for (const stop of stops) {
      stop.focus();
      const name = stop.outerHTML.slice(0, 160);
      if (document.activeElement !== stop) {
        problems.push(`takes no focus: ${name}`);
        continue;
      }
      // A control that is drawn by its label shows the ring there.
      const ringed = [stop, ...(stop.closest("label") ? [stop.closest("label")] : [])];
      const hasRing = ringed.some((element) => {
        if (!element) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
      });
      if (!hasRing) problems.push(`shows no ring: ${name}`);
      const box = (stop.getClientRects()[0] ?? stop.getBoundingClientRect()) as DOMRect;
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) {
        problems.push(`is out of view: ${name}`);
        continue;
      }
      const top = document.elementFromPoint(x, y);
      const isOwn = top && (stop.contains(top) || top.contains(stop) || top.closest("label")?.contains(stop));
      if (!isOwn) problems.push(`is covered by ${top?.outerHTML.slice(0, 80)}: ${name}`);
    }
    (first as HTMLElement | null)?.blur();
    scrollTo(0, 0);
    return problems;
  });
}
