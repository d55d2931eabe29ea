import { describe, expect, it } from "vitest";
import { languages } from "../i18n/languages";
import { DRAWINGS } from "./drawings";
import { DOC_PAGE_NAMES, DOC_PAGES, findDocPage, listSections } from "./pages";

describe.each(Object.entries(languages))("the documentation in the language %s", (_tag, words) => {
  it("has a step in words for every message of a drawing, so that nobody needs to see it", () => {
    for (const [name, { messages }] of Object.entries(DRAWINGS)) {
      expect(words.docs.drawings[name as keyof typeof DRAWINGS].steps.length, name).toBe(messages.length);
    }
  });

  it("has a title and a text in every section", () => {
    const sections = DOC_PAGE_NAMES.flatMap((name) => listSections(name, words));
    expect(sections.length).toBeGreaterThan(30);
    expect(sections.filter(({ title, text }) => title === "" || text.length === 0)).toEqual([]);
  });
});

describe("the pages of the documentation", () => {
  it("show everything in a section that there is", () => {
    for (const name of DOC_PAGE_NAMES) {
      const shown = listSections(name, languages.en).flatMap(({ blocks }) => blocks);
      expect(shown.length, name).toBe(Object.values(DOC_PAGES[name].blocks).flat().length);
    }
  });

  it("lead to other pages, never to themselves", () => {
    for (const name of DOC_PAGE_NAMES) expect(DOC_PAGES[name].see).not.toContain(name);
  });

  it("are found by their exact names only", () => {
    expect(findDocPage("flow")).toBe("flow");
    for (const name of ["", "Flow", "toString", "__proto__", "../flow"]) expect(findDocPage(name)).toBeNull();
  });
});
