import { describe, expect, it } from "vitest";
import { cleanName, mixesAlphabets } from "./display-name";

describe("a name that an app chose", () => {
  it.each([
    ["Acme\u202e radnelaC", "Acme radnelaC"],
    ["\u2066Acme\u2069\u200b\u200d", "Acme"],
    ["Acme\n\tCalendar\u0000", "AcmeCalendar"],
    ["  Acme    Calendar ", "Acme Calendar"],
    ["Z\u0300\u0301\u0302\u0303\u0304algo", "Z\u0300\u0301algo"],
    ["\u202e\u200b", "?"],
    ["한글 이름", "한글 이름"],
  ])("%j is shown as %j", (name, shown) => expect(cleanName(name)).toBe(shown.normalize("NFC")));

  it("cannot push the rest of the page away", () => {
    expect([...cleanName("a".repeat(500))]).toHaveLength(48);
  });

  it.each(["\u0410cme", "Goog\u0399e", "P\u0430yPal Service"])(
    "that mixes alphabets within a word is noticed: %s",
    (name) => expect(mixesAlphabets(name)).toBe(true),
  );

  it.each(["Acme Calendar", "Яндекс Mail", "Ελλάδα", "日本語 App", "Škoda"])("of whole words is not: %s", (name) =>
    expect(mixesAlphabets(name)).toBe(false),
  );
});
