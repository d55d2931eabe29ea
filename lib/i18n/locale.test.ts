import { describe, expect, it } from "vitest";
import { type Locale, listLocales, pickLocale } from "./locale";

const available = listLocales({ hasPseudoLocale: true });

describe("the language of an answer (RFC 9110 §12.5.4)", () => {
  it.each<[string, string | null, Locale]>([
    ["the browser asks for nothing", null, "en"],
    ["it asks for several", "fr, en-XA;q=0.8, en;q=0.5", "en-XA"],
    ["it asks for a kind of a language", "en-AU", "en"],
    ["it asks for what the portal does not speak", "tlh", "en"],
    ["what came is no language", ";;;q=, <script>, \u0000", "en"],
    ["more came than any browser sends", `${"fr,".repeat(9000)}en-XA`, "en"],
  ])("when %s", (_, header, expected) => {
    expect(pickLocale(header, available)).toBe(expected);
  });

  it("is never the pseudo-locale where that is not offered", () => {
    expect(pickLocale("en-XA", listLocales({ hasPseudoLocale: false }))).toBe("en");
  });
});
