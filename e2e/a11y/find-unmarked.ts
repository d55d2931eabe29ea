import type { Page } from "playwright/test";

/**
 * Texts on the page, visible or read aloud, that are in no catalogue: those without the marks of the pseudo-locale.
 * Texts that are not translated are left out: code, names in `bdi`, which somebody typed, and the initials of apps.
 * @param names patterns of other texts that somebody typed, such as the name of an app
 */
export async function findUnmarked(page: Page, names: readonly RegExp[]): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const ignored = "script, style, code, pre, kbd, bdi, mark, textarea, [aria-hidden=true].select-none";
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [document.title];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent && !parent.closest(ignored)) found.push(node.textContent ?? "");
    }
    const attributes = ["aria-label", "title", "alt", "placeholder", "aria-description"];
    for (const element of document.querySelectorAll(attributes.map((name) => `[${name}]`).join(", "))) {
      for (const name of attributes) found.push(element.getAttribute(name) ?? "");
    }
    return found;
  });
  const unmarked = texts.map((text) => names.reduce((rest, name) => rest.replace(name, ""), withoutMarked(text)));
  return [...new Set(unmarked.map((text) => text.trim()).filter((text) => /\p{L}/u.test(text)))];
}

/** `[Sígñ íñ~~~]`, and what stands inside of it: the innermost brackets first. `[…]` is in a text about JSON, and
 *  `[...nextauth]` in the name of a file. */
const marked = /\[([^[\]]|\[…\]|\[\.{3}\w+\])*~\]/gu;

function withoutMarked(text: string): string {
  const rest = text.replace(marked, "");
  return rest === text ? rest : withoutMarked(rest);
}
