import { describe, expect, it } from "vitest";
import { languages } from "./languages";
import { listLocales } from "./locale";
import { listWords } from "./testing/listed-words";
import { wordsFor } from "./words";

/** What kind of word stands where: the same in every language, so that a page can be shown in each. */
function listKinds(value: unknown, place = ""): string[] {
  if (typeof value !== "object" || value === null) return [`${place}: ${typeof value}`];
  return Object.entries(value)
    .flatMap(([key, each]) => listKinds(each, `${place}.${key}`))
    .toSorted();
}

/** Which of its arguments each word shows, so that no name, number or date is lost on the way. */
const listShown = (words: unknown) =>
  listWords(words)
    .map(({ place, varies }) => `${place}(${varies.join(", ")})`)
    .toSorted();

describe.each(Object.entries(languages))("the language %s", (tag, words) => {
  it("has every word that English has, and no other", () => {
    expect(listKinds(words)).toEqual(listKinds(languages.en));
  });

  it("says what varies wherever English does", () => {
    expect(listShown(words)).toEqual(listShown(languages.en));
  });

  it("says its own name where a page tells its language", () => {
    expect(words.common.language).toBe(tag);
  });

  it("is a locale that people can ask for", () => {
    const locale = listLocales({ hasPseudoLocale: false }).find((each) => each === tag);
    expect(locale && wordsFor(locale)).toBe(words);
  });
});
