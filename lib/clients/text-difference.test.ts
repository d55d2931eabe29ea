import { expect, it } from "vitest";
import { compareTexts, findNearest, LONGEST_COMPARED } from "./text-difference";

it("finds the text that has most in common at its start and its end, the first of several", () => {
  const texts = ["https://other.example/cb", "https://app.example/cb", "https://app.example/cd"];
  expect(findNearest("https://app.example/cb/", texts)).toBe("https://app.example/cb");
  expect(findNearest("https://app.example/c", texts)).toBe("https://app.example/cb");
  expect(findNearest("https://app.example/cb", [])).toBeNull();
});

it("counts no character twice, at the start and at the end", () => {
  expect(findNearest("aaa", ["aa", "aaaa", "aaa"])).toBe("aaa");
  expect(findNearest("abab", ["ab", "abab"])).toBe("abab");
});

it("reads each text once, whatever their number, so that long ones cost little", () => {
  let reads = 0;
  const texts = Array.from({ length: 100 }, (_, index) => `https://app.example/${"x".repeat(1_900)}${index}`);
  const counted = new Proxy(texts, {
    get: (target, name, receiver) => {
      if (/^\d+$/.test(String(name))) reads += 1;
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  expect(findNearest(`https://app.example/${"x".repeat(1_900)}100`, counted)).toBe(texts[10]);
  expect(reads).toBe(100);
});

it("compares no more than the longest address", () => {
  const { received, expected } = compareTexts("a".repeat(90_000), "b");
  const lengthOf = (parts: typeof received) => parts.reduce((sum, { text }) => sum + text.length, 0);
  expect([lengthOf(received), lengthOf(expected)]).toEqual([LONGEST_COMPARED, 1]);
});
