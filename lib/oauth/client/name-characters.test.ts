import { describe, expect, it } from "vitest";
import { hasHiddenCharacters, removeHiddenCharacters } from "./name-characters";

describe("characters without a shape in a name", () => {
  it.each([
    ["Persian, a non-joiner between letters", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"],
    ["Malayalam, a joiner after a virama", "\u0d15\u0d4d\u200d\u0d37"],
    ["Malayalam, a joiner that ends the word", "\u0d05\u0d35\u0d28\u0d4d\u200d"],
    ["Bengali, a joiner before a virama", "\u09b0\u200d\u09cd\u09af"],
    ["Sinhala", "\u0dc1\u0dca\u200d\u0dbb\u0dd3"],
    ["Arabic with vowel signs, a non-joiner after them", "\u0646\u064e\u200c\u0645"],
    ["an astronaut", "\u{1f469}\u200d\u{1f680} Space"],
    ["a family", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}"],
    ["a runner with skin tone and sex", "\u{1f3c3}\u{1f3fd}\u200d\u2640\ufe0f"],
    ["a rainbow flag", "\u{1f3f3}\ufe0f\u200d\u{1f308}"],
    ["the flag of Wales", "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f} Cymru"],
    ["a flag and a skin tone", "\u{1f1f0}\u{1f1f7} \u{1f44d}\u{1f3fd}"],
    ["Hebrew beside Arabic", "\u05e9\u05dc\u05d5\u05dd \u0633\u0644\u0627\u0645"],
  ])("stand where a language asks for them: %s", (_, name) => {
    expect(hasHiddenCharacters(name)).toBe(false);
    expect(removeHiddenCharacters(name)).toBe(name);
  });

  it.each([
    ["text that turns its direction", "gpj\u202eexe", "gpjexe"],
    ["an isolate", "\u2066Acme\u2069", "Acme"],
    ["a space of no width", "Pay\u200bPal", "PayPal"],
    ["a soft hyphen", "Pay\u00adPal", "PayPal"],
    ["a joiner between Latin letters", "Pay\u200dPal", "PayPal"],
    ["joiners alone", "\u200d\u200c", ""],
    ["a joiner at the beginning", "\u200d\u0645", "\u0645"],
    ["a joiner at the end of a Persian word", "\u0645\u200c", "\u0645"],
    ["the second of two joiners", "\u0645\u200c\u200c\u0646", "\u0645\u0646"],
    ["two joiners after a virama", "\u0d28\u0d4d\u200d\u200d", "\u0d28\u0d4d\u200d"],
    ["a joiner after a picture", "\u{1f469}\u200d", "\u{1f469}"],
    ["a message in invisible letters", "Acme\u{e0061}\u{e0062}", "Acme"],
    ["one after the black flag", "\u{1f3f4}\u{e0061}\u{e0062}\u{e007f}", "\u{1f3f4}"],
    ["a line break", "Acme\nVerified", "AcmeVerified"],
    ["a paragraph separator", "Acme\u2029Verified", "AcmeVerified"],
  ])("disguise a name elsewhere: %s", (_, name, without) => {
    expect(hasHiddenCharacters(name)).toBe(true);
    expect(removeHiddenCharacters(name)).toBe(without);
  });

  it("are looked for in time that grows with the name and no faster", () => {
    expect(removeHiddenCharacters("\u0645\u064e".repeat(50_000))).toHaveLength(100_000);
  });
});
