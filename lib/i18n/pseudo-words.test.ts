import { describe, expect, it } from "vitest";
import { stretchText } from "./pseudo-words";
import { wordsFor } from "./words";

describe("the pseudo-locale", () => {
  it("makes a text two fifths longer and marks its vowels, so that what is cut off or in no catalogue shows", () => {
    expect(stretchText("Sign in")).toBe("[Sígñ íñ~~~]");
  });

  it("leaves what a function was given as it was: names, hosts and numbers are not ours to change", () => {
    const words = wordsFor("en-XA");
    expect(words.common.signedInAs("user@example.org")).toContain("user@example.org");
    expect(words.common.signedInAs("user@example.org")).not.toContain("Signed");
  });

  it("says its own name where a page tells its language", () => {
    expect(wordsFor("en-XA").common.language).toBe("en-XA");
  });

  it("has a word for every word of English", () => {
    const keys = (value: unknown): string[] =>
      typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, each]) => [key, ...keys(each).map((below) => `${key}.${below}`)])
        : [];
    expect(keys(wordsFor("en-XA"))).toEqual(keys(wordsFor("en")));
  });
});
